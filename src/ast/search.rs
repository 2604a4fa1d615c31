//! Search expressions (ABNF `searchExpr`), which are kept as text.

/// The bytes of the search expression at the start of `text`, or `None` if none starts there.
///
/// Ends before a `;` or a closing parenthesis that was not opened, or at the end.
pub(crate) fn expression_len(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut at, mut open, mut complete) = (0, 0_usize, None);
    let mut wants_operand = true;
    let mut spaced = true;
    loop {
        let rest = text.get(at..)?;
        match bytes.get(at) {
            Some(b' ' | b'\t') => {
                at += 1;
                spaced = true;
                continue;
            }
            Some(b'(') if wants_operand || spaced => {
                open += 1;
                at += 1;
                wants_operand = true;
            }
            Some(b')') if !wants_operand && open > 0 => {
                open -= 1;
                at += 1;
            }
            Some(b'"') if wants_operand || spaced => {
                let length = rest.get(1..)?.find('"')?;
                if length == 0 {
                    return None;
                }
                at += length + 2;
                wants_operand = false;
            }
            Some(b) if !b";)(\"".contains(b) => {
                if !(wants_operand || spaced) {
                    return None;
                }
                let length = rest.find([' ', '\t', ';', '(', ')', '"']).unwrap_or(rest.len());
                let word = rest.get(..length)?;
                let operator = ["AND", "OR", "NOT"].contains(&word);
                // At the place of an operand only NOT is an operator; AND and OR are words.
                wants_operand = operator && (!wants_operand || word == "NOT");
                at += length;
            }
            _ => break,
        }
        spaced = false;
        if open == 0 && !wants_operand {
            complete = Some(at);
        }
    }
    if open == 0 && !wants_operand { complete } else { None }
}

#[cfg(test)]
mod tests {
    use super::expression_len;

    #[test]
    fn ends_where_the_expression_ends() {
        for (text, length) in [
            ("blue", Some(4)),
            ("blue OR green", Some(13)),
            ("blue green)", Some(10)),
            ("NOT blue;$filter=x", Some(8)),
            ("(a AND \"b c\") NOT d", Some(19)),
            ("AND", Some(3)),
            ("a OR", None),
            ("(a", None),
            ("", None),
            ("\"\"", None),
            ("\"a", None),
            ("NOT", None),
        ] {
            assert_eq!(expression_len(text), length, "{text}");
        }
    }
}
