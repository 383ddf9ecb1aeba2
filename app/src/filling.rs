//! Texts with places for values: the page's, and those that the worker writes into files.

/// Puts values in the `{places}` of a text. What has no value stays as it is.
pub(crate) fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let found = after.split_once('}').and_then(|(name, tail)| {
            let (_, value) = values.iter().find(|(of, _)| *of == name)?;
            Some((*value, tail))
        });
        if let Some((value, tail)) = found {
            filled.push_str(value);
            rest = tail;
        } else {
            filled.push('{');
            rest = after;
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn values_are_put_in_their_places() {
        let values = [("row", "7"), ("name", "{x}")];
        assert_eq!(fill("row {row}: {name}", &values), "row 7: {x}");
        assert_eq!(fill("{{row}} and {other}", &values), "{7} and {other}");
        assert_eq!(fill("open {", &values), "open {");
    }
}
