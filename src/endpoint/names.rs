//! Operators and functions by name, for serde.

/// Lists of operators, such as `["eq", "gt"]`.
pub(super) mod operators {
    use serde::{Deserialize as _, Deserializer, Serializer, de};

    use crate::ast::BinaryOp;

    pub(in crate::endpoint) fn serialize<S: Serializer>(
        operators: &[BinaryOp],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(operators.iter().map(|op| op.keyword()))
    }

    pub(in crate::endpoint) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<BinaryOp>, D::Error> {
        let read = |name: String| {
            let known = BinaryOp::ALL.iter().copied().find(|op| op.keyword() == name);
            known.ok_or_else(|| de::Error::custom(format_args!("`{name}` is no operator")))
        };
        Vec::<String>::deserialize(deserializer)?.into_iter().map(read).collect()
    }
}

/// Lists of functions, such as `["contains"]`.
pub(super) mod functions {
    use serde::{Deserialize as _, Deserializer, Serializer, de};

    use crate::ast::Function;

    pub(in crate::endpoint) fn serialize<S: Serializer>(
        functions: &[Function],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(functions.iter().map(|function| function.name()))
    }

    pub(in crate::endpoint) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<Function>, D::Error> {
        let read = |name: String| {
            let known = Function::from_name(&name);
            known.ok_or_else(|| de::Error::custom(format_args!("`{name}` is no function")))
        };
        Vec::<String>::deserialize(deserializer)?.into_iter().map(read).collect()
    }
}
