//! The members of an object and the items of an array.

use super::{skip, string};

/// Where a member of an object is in the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Member {
    /// The opening quote of its name.
    pub(crate) name: u32,
    /// After the closing quote of its name.
    pub(crate) name_end: u32,
    pub(crate) value: u32,
}

/// Walks the members of an object.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct MemberCursor {
    next: Next,
    reached: usize,
}

/// Walks the items of an array.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ItemCursor {
    next: Next,
    reached: usize,
}

/// Where the next member or item is.
#[derive(Clone, Copy, Debug, Default)]
enum Next {
    /// It starts here.
    Here(usize),
    /// It follows the value that starts here.
    AfterValue(usize),
    /// There is none, or none that can be read.
    #[default]
    End,
}

impl Next {
    /// The start of the next member or item; `reached` becomes how far the text was read.
    #[inline]
    fn take(&mut self, bytes: &[u8], reached: &mut usize) -> Option<usize> {
        match std::mem::take(self) {
            Self::Here(at) => Some(at),
            Self::AfterValue(value) => {
                let end = skip::value(bytes, value);
                *reached = end.unwrap_or(bytes.len());
                skip::separator(bytes, end?, b',')
            }
            Self::End => None,
        }
    }
}

impl Member {
    /// The member whose name starts at `at`.
    #[inline]
    pub(crate) fn at(bytes: &[u8], at: usize) -> Option<Self> {
        if bytes.get(at) != Some(&b'"') {
            return None;
        }
        Self::with_name(bytes, at, skip::string(bytes, at + 1)?)
    }

    /// The member with the name from `at` up to `end`, quotes included.
    #[inline]
    pub(crate) fn with_name(bytes: &[u8], at: usize, end: usize) -> Option<Self> {
        let value = skip::separator(bytes, end, b':')?;
        let [name, name_end, value] = [at, end, value].map(|at| u32::try_from(at).ok());
        Some(Self { name: name?, name_end: name_end?, value: value? })
    }

    /// The name between its quotes, escapes included.
    pub(crate) fn name(self, bytes: &[u8]) -> &[u8] {
        let end = (self.name_end as usize).saturating_sub(1);
        bytes.get(self.name as usize + 1..end).unwrap_or_default()
    }

    /// Whether this is its name, however it is escaped.
    #[inline]
    pub(crate) fn is_named(self, bytes: &[u8], name: &str) -> bool {
        let written = self.name(bytes);
        if written == name.as_bytes() {
            return true;
        }
        // An escape makes a name longer, never shorter.
        written.len() > name.len()
            && memchr::memchr(b'\\', written).is_some()
            && string::text(bytes, self.name as usize).is_some_and(|written| written == name)
    }
}

impl MemberCursor {
    /// Before the first member of the object that starts at `at`.
    #[inline]
    pub(crate) fn new(bytes: &[u8], at: usize) -> Self {
        let next = match bytes.get(at) {
            Some(b'{') => Next::Here(skip::whitespace::<false>(bytes, at + 1)),
            _ => Next::End,
        };
        Self { next, reached: at }
    }

    #[inline]
    pub(crate) fn next(&mut self, bytes: &[u8]) -> Option<Member> {
        let member = Member::at(bytes, self.next.take(bytes, &mut self.reached)?)?;
        self.reached = member.value as usize;
        self.next = Next::AfterValue(self.reached);
        Some(member)
    }

    /// How far the text has been read.
    pub(crate) const fn reached(&self) -> usize {
        self.reached
    }
}

impl ItemCursor {
    /// Before the first item of the array that starts at `at`.
    #[inline]
    pub(crate) fn new(bytes: &[u8], at: usize) -> Self {
        let next = match bytes.get(at) {
            Some(b'[') => Next::Here(skip::whitespace::<false>(bytes, at + 1)),
            _ => Next::End,
        };
        Self { next, reached: at }
    }

    /// The position of the next item.
    #[inline]
    pub(crate) fn next(&mut self, bytes: &[u8]) -> Option<usize> {
        let at = self.next.take(bytes, &mut self.reached)?;
        if bytes.get(at).is_none_or(|byte| *byte == b']') {
            return None;
        }
        (self.reached, self.next) = (at, Next::AfterValue(at));
        Some(at)
    }

    /// How far the text has been read.
    pub(crate) const fn reached(&self) -> usize {
        self.reached
    }
}

#[cfg(test)]
mod tests {
    use super::{ItemCursor, Member, MemberCursor};

    fn members(bytes: &[u8]) -> Vec<Member> {
        let mut cursor = MemberCursor::new(bytes, 0);
        std::iter::from_fn(|| cursor.next(bytes)).collect()
    }

    #[test]
    fn members_and_items_are_walked_up_to_the_first_that_cannot_be_read() {
        let text = br#"{ "a" : [1, {"b":2}] , "\u0062" :"}" ,"c":3}"#;
        let found = members(text);
        let names: Vec<_> = found.iter().map(|member| member.name(text)).collect();
        assert_eq!(names, [&b"a"[..], br"\u0062", b"c"]);
        assert_eq!(
            found.iter().map(|member| text[member.value as usize]).collect::<Vec<_>>(),
            b"[\"3"
        );
        assert!(found[1].is_named(text, "b") && !found[1].is_named(text, "u0062"));
        for (text, count) in [
            ("{}", 0),
            ("[]", 0),
            ("", 0),
            (r#"{"a":1"#, 1),
            (r#"{"a":1 "b":2}"#, 1),
            (r#"{"a":1,b:2}"#, 1),
            (r#"{"a" 1}"#, 0),
            (r#"{"a":"b"#, 1),
        ] {
            assert_eq!(members(text.as_bytes()).len(), count, "{text}");
        }
        for (text, positions) in [
            ("[]", &[][..]),
            ("{}", &[]),
            ("[1, [2] ,3]", &[1, 4, 9]),
            ("[1 2]", &[1]),
            ("[1,]", &[1]),
            ("[", &[]),
        ] {
            let mut cursor = ItemCursor::new(text.as_bytes(), 0);
            let found: Vec<_> = std::iter::from_fn(|| cursor.next(text.as_bytes())).collect();
            assert_eq!(found, positions, "{text}");
        }
    }

    #[test]
    fn a_cursor_tells_how_far_it_has_read() {
        let text = br#"{"a":[1,2],"b":3}"#;
        let mut cursor = MemberCursor::new(text, 0);
        for reached in [5, 15] {
            cursor.next(text).expect("a member");
            assert_eq!(cursor.reached(), reached);
        }
        assert!(cursor.next(text).is_none());
        assert_eq!(cursor.reached(), text.len() - 1);
        let mut broken = MemberCursor::new(br#"{"a":[1"#, 0);
        while broken.next(br#"{"a":[1"#).is_some() {}
        assert_eq!(broken.reached(), 7);
    }
}
