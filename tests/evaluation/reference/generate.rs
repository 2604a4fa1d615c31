//! Filters out of a stream of choices: mostly of types that go together, so that answers are
//! reached; once in a while not, so that errors are.

/// The end of the stream always chooses the first possibility, so that shrinking makes small
/// filters and plain records.
pub(crate) struct Choices<'c> {
    bytes: std::slice::Iter<'c, u8>,
    /// Filters and records of the model of provisioning logs, or of none.
    pub(crate) typed: bool,
    variables: Vec<(&'static str, Member)>,
    /// What a `$filter` tests.
    implicit: Option<Member>,
}

/// What a lambda variable stands for.
#[derive(Clone, Copy, PartialEq)]
enum Member {
    Object,
    Number,
    Text,
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Of {
    Bool,
    Num,
    Str,
    Stamp,
    Date,
    Time,
    Dur,
    Guid,
}

pub(crate) const ALL: [Of; 8] =
    [Of::Bool, Of::Num, Of::Str, Of::Stamp, Of::Date, Of::Time, Of::Dur, Of::Guid];

impl<'c> Choices<'c> {
    pub(crate) fn new(bytes: &'c [u8], typed: bool) -> Self {
        Self { bytes: bytes.iter(), typed, variables: Vec::new(), implicit: None }
    }

    pub(crate) fn below(&mut self, count: usize) -> usize {
        self.bytes.next().map_or(0, |byte| usize::from(*byte) % count)
    }

    pub(crate) fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    pub(crate) fn filter(&mut self) -> String {
        self.part(Of::Bool, 4)
    }

    /// A value of any type.
    pub(crate) fn operand(&mut self) -> String {
        let of = self.one(&ALL);
        self.part(of, 2)
    }

    /// A literal of any type.
    pub(crate) fn constant(&mut self) -> String {
        let of = self.one(&ALL);
        self.item(of)
    }

    /// A part in parentheses where it could be read in another way, of a type or, rarely, of
    /// another.
    fn part(&mut self, of: Of, depth: usize) -> String {
        let of = if self.below(24) == 23 { self.one(&ALL) } else { of };
        if depth == 0 {
            return self.leaf(of);
        }
        match of {
            Of::Bool => self.condition(depth - 1),
            _ => self.value(of, depth - 1),
        }
    }

    fn condition(&mut self, depth: usize) -> String {
        match self.below(18) {
            0..4 => {
                let of = self.one(&[
                    Of::Num,
                    Of::Str,
                    Of::Num,
                    Of::Stamp,
                    Of::Date,
                    Of::Time,
                    Of::Dur,
                    Of::Guid,
                    Of::Bool,
                    Of::Str,
                ]);
                let op = self.one(&["eq", "ne", "gt", "ge", "lt", "le"]);
                let (a, b) = (self.part(of, depth), self.part(of, depth));
                format!("({a} {op} {b})")
            }
            4..6 => {
                let count = 2 + self.below(2);
                let parts: Vec<_> = (0..count).map(|_| self.part(Of::Bool, depth)).collect();
                format!("({})", parts.join(self.one(&[" and ", " or "])))
            }
            6 | 7 => format!("(not {})", self.part(Of::Bool, depth)),
            8 => {
                let function = self.one(&["contains", "startswith", "endswith"]);
                let (a, b) = (self.part(Of::Str, depth), self.part(Of::Str, depth));
                format!("{function}({a},{b})")
            }
            9 => {
                let of = self.one(&[Of::Num, Of::Str, Of::Stamp, Of::Date]);
                let count = self.below(4);
                let items: Vec<_> = (0..count).map(|_| self.item(of)).collect();
                let (open, close) = self.one(&[("(", ")"), ("[", "]"), ("(", ")")]);
                format!("({} in {open}{}{close})", self.part(of, depth), items.join(","))
            }
            10 => {
                let of = self.one(&[Of::Num, Of::Str]);
                format!("({} in {})", self.part(of, depth), self.list(of))
            }
            11 | 12 => self.lambda(depth),
            13 => {
                let function = self.one(&["hassubset", "hassubsequence", "startswith", "endswith"]);
                let of = self.one(&[Of::Num, Of::Str]);
                format!("{function}({},{})", self.list(of), self.list(of))
            }
            14 => {
                let of = self.one(&ALL);
                format!("isof({},{})", self.part(of, depth), self.type_name())
            }
            15 => {
                let flags = self.one(&["'a'", "'create'", "'a,b'", "'failure, success'", "'5'"]);
                format!("({} has {flags})", self.part(Of::Str, depth))
            }
            16 => {
                let (path, member) = self.collection();
                let condition = self.inner(member, depth);
                let count = self.one(&["0", "1", "2"]);
                format!("({path}/$count($filter={condition}) gt {count})")
            }
            _ => self.leaf(Of::Bool),
        }
    }

    /// A condition on the members of a collection.
    fn inner(&mut self, member: Member, depth: usize) -> String {
        let outer = self.implicit.replace(member);
        let condition = self.part(Of::Bool, depth);
        self.implicit = outer;
        condition
    }

    fn collection(&mut self) -> (String, Member) {
        // Names are about the member where there is one, so collections are asked of the record.
        let start = if self.implicit.is_some() || self.below(4) == 3 { "$it/" } else { "" };
        let (path, member) = match (self.typed, self.below(5)) {
            (true, 4) => (self.one(&["sourceIdentity/details/items", "jobId"]), Member::Object),
            (true, _) => ("provisioningSteps", Member::Object),
            (false, 0 | 1) => ("items", Member::Object),
            (false, 2) => ("nums", Member::Number),
            (false, 3) => ("strs", Member::Text),
            (false, _) => (self.one(&["missing", "mixed", "s1"]), Member::Object),
        };
        (format!("{start}{path}"), member)
    }

    fn lambda(&mut self, depth: usize) -> String {
        const NAMES: [&str; 3] = ["x", "y", "z"];
        let name = NAMES[self.variables.len() % 3];
        let (mut path, member) = self.collection();
        if self.below(5) == 4 {
            let condition = self.inner(member, depth);
            path = format!("{path}/$filter({condition})");
        }
        let op = self.one(&["any", "all"]);
        if op == "any" && self.below(6) == 5 {
            return format!("{path}/any()");
        }
        self.variables.push((name, member));
        let predicate = self.part(Of::Bool, depth);
        self.variables.pop();
        format!("{path}/{op}({name}:{predicate})")
    }

    fn value(&mut self, of: Of, depth: usize) -> String {
        if self.below(3) == 0 {
            return self.leaf(of);
        }
        if self.below(10) == 9 {
            let (condition, a, b) =
                (self.part(Of::Bool, depth), self.part(of, depth), self.part(of, depth));
            // `00:00:5` would be a time.
            return format!("case(({condition}):{a},true:{b})");
        }
        let mut part = |of| self.part(of, depth);
        match of {
            Of::Num => self.number(depth),
            Of::Str => self.text(depth),
            Of::Stamp => {
                let (stamp, duration) = (part(Of::Stamp), part(Of::Dur));
                format!("({stamp} {} {duration})", self.one(&["add", "sub"]))
            }
            Of::Date => match self.below(2) {
                0 => format!("date({})", self.part(Of::Stamp, depth)),
                _ => {
                    let (date, duration) = (self.part(Of::Date, depth), self.part(Of::Dur, depth));
                    format!("({date} {} {duration})", self.one(&["add", "sub"]))
                }
            },
            Of::Time => format!("time({})", part(Of::Stamp)),
            Of::Dur => self.duration(depth),
            Of::Bool | Of::Guid => self.leaf(of),
        }
    }

    fn number(&mut self, depth: usize) -> String {
        match self.below(8) {
            0..3 => {
                let (a, b) = (self.part(Of::Num, depth), self.part(Of::Num, depth));
                let op = self.one(&["add", "sub", "mul", "div", "divby", "mod"]);
                format!("({a} {op} {b})")
            }
            3 => format!("(-({}))", self.part(Of::Num, depth)),
            4 => {
                let function = self.one(&["round", "floor", "ceiling"]);
                format!("{function}({})", self.part(Of::Num, depth))
            }
            5 => match self.below(4) {
                0 => format!("length({})", self.part(Of::Str, depth)),
                1 => {
                    let (a, b) = (self.part(Of::Str, depth), self.part(Of::Str, depth));
                    format!("indexof({a},{b})")
                }
                2 => format!("indexof({},{})", self.list(Of::Num), self.list(Of::Num)),
                _ => format!("length({})", self.list(Of::Str)),
            },
            6 => {
                let (function, of) = self.one(&[
                    ("year", Of::Stamp),
                    ("month", Of::Date),
                    ("day", Of::Stamp),
                    ("hour", Of::Stamp),
                    ("minute", Of::Time),
                    ("second", Of::Stamp),
                    ("fractionalseconds", Of::Stamp),
                    ("totaloffsetminutes", Of::Stamp),
                    ("totalseconds", Of::Dur),
                ]);
                format!("{function}({})", self.part(of, depth))
            }
            _ => match self.below(3) {
                0 => format!("cast({},Edm.Int32)", self.part(Of::Str, depth)),
                1 => format!("cast({},Edm.Byte)", self.part(Of::Num, depth)),
                _ => format!("cast({},Edm.Double)", self.part(Of::Num, depth)),
            },
        }
    }

    fn text(&mut self, depth: usize) -> String {
        match self.below(5) {
            0 | 1 => {
                let function = self.one(&["tolower", "toupper", "trim"]);
                format!("{function}({})", self.part(Of::Str, depth))
            }
            2 => {
                let (a, b) = (self.part(Of::Str, depth), self.part(Of::Str, depth));
                format!("concat({a},{b})")
            }
            3 => {
                let (s, start) = (self.part(Of::Str, depth), self.part(Of::Num, 0));
                match self.below(2) {
                    0 => format!("substring({s},{start})"),
                    _ => format!("substring({s},{start},{})", self.part(Of::Num, 0)),
                }
            }
            // Decimals and doubles have several texts.
            _ if self.typed => {
                format!("cast({},Edm.String)", self.one(&["length(jobId)", "5", "true"]))
            }
            _ => format!("cast({},Edm.String)", self.one(&["length(s1)", "-5", "'a'", "true"])),
        }
    }

    fn duration(&mut self, depth: usize) -> String {
        match self.below(5) {
            0 => {
                let (a, b) = (self.part(Of::Stamp, depth), self.part(Of::Stamp, depth));
                format!("({a} sub {b})")
            }
            1 => {
                let (a, b) = (self.part(Of::Date, depth), self.part(Of::Stamp, depth));
                format!("({a} sub {b})")
            }
            2 => {
                let (a, b) = (self.part(Of::Dur, depth), self.part(Of::Num, depth));
                format!("({a} {} {b})", self.one(&["mul", "div", "divby"]))
            }
            3 => {
                let (a, b) = (self.part(Of::Dur, depth), self.part(Of::Dur, depth));
                format!("({a} {} {b})", self.one(&["add", "sub"]))
            }
            _ => format!("(-({}))", self.part(Of::Dur, depth)),
        }
    }

    fn list(&mut self, of: Of) -> String {
        if !self.typed && self.below(2) == 0 {
            let other = self.one(&["missing", "mixed", "s1"]);
            return self.one(&["nums", "strs", "strs", "nums", "nothing", other]).to_owned();
        }
        let count = self.below(3);
        let items: Vec<_> = (0..count)
            .map(|_| if self.below(3) == 0 { self.leaf(of) } else { self.item(of) })
            .collect();
        format!("[{}]", items.join(","))
    }

    fn type_name(&mut self) -> &'static str {
        self.one(&[
            "Edm.String",
            "Edm.Boolean",
            "Edm.Int32",
            "Edm.Byte",
            "Edm.Int64",
            "Edm.Double",
            "Edm.Decimal",
            "Edm.Date",
            "Edm.DateTimeOffset",
            "Edm.TimeOfDay",
            "Edm.Duration",
            "Edm.Guid",
        ])
    }

    /// A literal of a list.
    fn item(&mut self, of: Of) -> String {
        if self.below(8) == 7 { "null".to_owned() } else { self.literal(of).to_owned() }
    }

    fn leaf(&mut self, of: Of) -> String {
        if self.below(5) < 3 { self.path(of) } else { self.item(of) }
    }

    fn literal(&mut self, of: Of) -> &'static str {
        match of {
            Of::Bool => self.one(&["true", "false"]),
            Of::Num => self.one(NUMBERS),
            Of::Str => self.one(TEXTS),
            Of::Stamp => self.one(STAMPS),
            Of::Date => self.one(&["2024-05-01", "2024-02-29", "2023-12-31", "-0001-03-01"]),
            Of::Time => self.one(&["11:22:33", "00:00", "02:00:00.5", "23:59:60"]),
            Of::Dur => self.one(&[
                "duration'P1D'",
                "duration'PT36H'",
                "duration'-PT1M0.5S'",
                "duration'PT0S'",
                "duration'P100000000D'",
                "duration'PT0.000000000001S'",
            ]),
            Of::Guid => self.one(&[
                "01234567-89ab-cdef-0123-456789abcdef",
                "00000000-0000-0000-0000-000000000000",
            ]),
        }
    }

    fn path(&mut self, of: Of) -> String {
        if !self.variables.is_empty() && self.below(2) == 0 {
            let (name, member) = self.one(&self.variables.clone());
            return match member {
                Member::Object if self.typed => match of {
                    Of::Str => format!("{name}/{}", self.one(&["name", "status"])),
                    _ => format!("{name}/details/{}", self.field(of)),
                },
                Member::Object => format!("{name}/{}", self.field(of)),
                Member::Number | Member::Text => name.to_owned(),
            };
        }
        if let Some(member) = self.implicit
            && self.below(3) < 2
        {
            return match (member, of) {
                (Member::Object, Of::Str) if self.typed => self.one(&["name", "status"]).to_owned(),
                (Member::Object, _) if self.typed => format!("details/{}", self.field(of)),
                (Member::Object, _) => self.field(of).to_owned(),
                _ => "$this".to_owned(),
            };
        }
        if !self.typed {
            let start = self.one(&["", "", "", "o/", "$it/", "$it/o/"]);
            return format!("{start}{}", self.field(of));
        }
        let start = if self.implicit.is_some() { "$it/" } else { "" };
        let path = match (of, self.below(4)) {
            (Of::Str, 0 | 1) => self
                .one(&["jobId", "tenantId", "servicePrincipal/displayName", "servicePrincipal/id"])
                .to_owned(),
            (Of::Str, 2) => {
                self.one(&["provisioningAction", "provisioningStatusInfo/status"]).to_owned()
            }
            (Of::Num, 0..3) => {
                self.one(&["durationInMilliseconds", "provisioningSteps/$count"]).to_owned()
            }
            (Of::Stamp, 0..3) => "activityDateTime".to_owned(),
            _ => format!("sourceIdentity/details/{}", self.field(of)),
        };
        format!("{start}{path}")
    }

    fn field(&mut self, of: Of) -> &'static str {
        if self.below(16) == 15 {
            return self.one(&["missing", "n", "o", "nums", "s1"]);
        }
        match of {
            Of::Bool => self.one(&["b1", "b2"]),
            Of::Num => self.one(&["i1", "i2", "d1", "sn"]),
            Of::Str => self.one(&["s1", "s2"]),
            Of::Stamp => self.one(&["t1", "t2"]),
            Of::Date => self.one(&["day", "t1"]),
            Of::Time => self.one(&["time", "t2"]),
            Of::Dur => "dur",
            Of::Guid => "guid",
        }
    }
}

const NUMBERS: &[&str] = &[
    "1",
    "0",
    "5",
    "-3",
    "2",
    "2.5",
    "0.1",
    "-0.5",
    "1e0",
    "5e-1",
    "NaN",
    "INF",
    "-INF",
    "3",
    "7",
    "1e300",
    "9007199254740993",
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551615",
    "5.00",
    "0.0000000000000000000000000001",
    "9999999999999999999999999999",
    "1234567890123.456789012345",
    "-7.0",
];

const TEXTS: &[&str] = &[
    "'a'",
    "''",
    "'Ab'",
    "'b'",
    "'O''Brien'",
    "'😀'",
    "' a '",
    "'create'",
    "'failure'",
    "'5'",
    "'success'",
    "'P1D'",
    "'2024-05-01'",
];

pub(crate) const STAMPS: &[&str] = &[
    "2024-05-01T00:00:00Z",
    "2024-05-01T02:00:00+02:00",
    "2024-05-01T00:00:00.000000000001Z",
    "2016-12-31T23:59:60Z",
    "2024-02-29T23:30:00-05:00",
    "1969-12-31T23:59:59.5Z",
    "2024-05-01",
];
