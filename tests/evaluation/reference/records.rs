//! Records out of a stream of choices: mostly with values of the types that the filters expect.

use serde_json::{Map, Value as Json, json};

use super::generate::{ALL, Choices, Of, STAMPS};

impl Choices<'_> {
    pub(crate) fn record(&mut self) -> Json {
        let mut record = self.object(1);
        if self.typed {
            let details = json!({"details": self.object(1)});
            record = Map::new();
            for (name, of) in [
                ("jobId", Of::Str),
                ("tenantId", Of::Str),
                ("activityDateTime", Of::Stamp),
                ("durationInMilliseconds", Of::Num),
            ] {
                self.put(&mut record, name, of);
            }
            let action = self.one(&["provisioningAction", "provisioningAction", "action"]);
            let value = self.one(&["create", "Create", "delete", "other", "new"]);
            record.insert(action.to_owned(), self.or_number(value));
            let status = self.one(&["status", "status", "Status"]);
            let value = self.one(&["success", "failure", "Failure"]);
            let info = self.one(&["provisioningStatusInfo", "statusInfo"]);
            let value = self.or_number(value);
            record.insert(info.to_owned(), json!({status: value}));
            let (id, name) = self.one(&[("id", "displayName"), ("Id", "Name")]);
            let mut principal = Map::new();
            self.put(&mut principal, id, Of::Str);
            self.put(&mut principal, name, Of::Str);
            record.insert("servicePrincipal".to_owned(), principal.into());
            record.insert("sourceIdentity".to_owned(), details);
            let steps = (0..self.below(4)).map(|_| self.step()).collect();
            self.put_value(&mut record, "provisioningSteps", Json::Array(steps));
        }
        record.into()
    }

    fn step(&mut self) -> Json {
        let mut step = Map::new();
        self.put(&mut step, "name", Of::Str);
        let status = self.one(&["success", "failure", "Skipped"]);
        step.insert("status".to_owned(), self.or_number(status));
        step.insert("details".to_owned(), self.object(0).into());
        step.into()
    }

    /// A member by its name or by its number.
    fn or_number(&mut self, name: &str) -> Json {
        match self.below(3) {
            2 => json!(self.below(9)),
            _ => json!(name),
        }
    }

    fn object(&mut self, depth: usize) -> Map<String, Json> {
        let mut object = Map::new();
        for (name, of) in [
            ("b1", Of::Bool),
            ("b2", Of::Bool),
            ("i1", Of::Num),
            ("i2", Of::Num),
            ("s1", Of::Str),
            ("s2", Of::Str),
            ("t1", Of::Stamp),
            ("t2", Of::Stamp),
            ("day", Of::Date),
            ("time", Of::Time),
            ("dur", Of::Dur),
            ("guid", Of::Guid),
        ] {
            self.put(&mut object, name, of);
        }
        let double = self.one(&[0.5, -2.5, 0.0, 1e300, 9_007_199_254_740_992.0, 0.1]);
        self.put_value(&mut object, "d1", json!(double));
        let number = self.one(&["5", "-1.50", "1e3", "x", "1e400", "18446744073709551615"]);
        self.put_value(&mut object, "sn", json!(number));
        object.insert("n".to_owned(), Json::Null);
        if depth > 0 {
            let numbers: Vec<_> = (0..self.below(4)).map(|_| self.scalar(Of::Num)).collect();
            let texts: Vec<_> = (0..self.below(4)).map(|_| self.scalar(Of::Str)).collect();
            let items: Vec<_> = (0..self.below(4)).map(|_| Json::from(self.object(0))).collect();
            let mixed = [self.scalar(Of::Num), self.scalar(Of::Str), Json::Null];
            self.put_value(&mut object, "nums", numbers.into());
            self.put_value(&mut object, "strs", texts.into());
            self.put_value(&mut object, "items", items.into());
            self.put_value(&mut object, "mixed", mixed.to_vec().into());
            self.put_value(&mut object, "nothing", json!([]));
            let inner = self.object(0);
            self.put_value(&mut object, "o", inner.into());
        }
        object
    }

    fn put(&mut self, object: &mut Map<String, Json>, name: &str, of: Of) {
        let value = self.scalar(of);
        self.put_value(object, name, value);
    }

    /// The value, or once in a while null, nothing, or one of another type.
    fn put_value(&mut self, object: &mut Map<String, Json>, name: &str, value: Json) {
        let value = match self.below(24) {
            21 => return,
            22 => Json::Null,
            23 => {
                let of = self.one(&ALL);
                self.scalar(of)
            }
            _ => value,
        };
        object.insert(name.to_owned(), value);
    }

    fn scalar(&mut self, of: Of) -> Json {
        match of {
            Of::Bool => json!(self.below(2) == 0),
            Of::Num => self
                .one(
                    &[
                        json!(5),
                        json!(0),
                        json!(-3),
                        json!(2),
                        json!(9_007_199_254_740_993_u64),
                        json!(u64::MAX),
                        json!(i64::MIN),
                        json!(7.5),
                        json!(5.0),
                    ]
                    .each_ref(),
                )
                .clone(),
            Of::Str => {
                json!(self.one(&["a", "", "Ab", "b", "O'Brien", "😀x", " a ", "create", "5"]))
            }
            Of::Stamp => json!(self.one(STAMPS)),
            Of::Date => json!(self.one(&["2024-05-01", "2024-02-29", "2023-02-29", "x"])),
            Of::Time => json!(self.one(&["11:22:33", "00:00", "24:00"])),
            Of::Dur => json!(self.one(&["P1D", "PT36H", "-PT0.5S", "P"])),
            Of::Guid => json!(self.one(&["01234567-89AB-cdef-0123-456789abcdef", "x"])),
        }
    }
}
