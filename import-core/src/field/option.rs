//! One of several values that are allowed.

use super::Fault;
use crate::problem::Code;

/// How many options a fault names: every bad row of a file carries them.
const NAMED: usize = 10;

/// Reads a value that has to be one of the options, each of which has a value and a title. Either is found, told
/// apart by its letters, not by their case.
///
/// Returns the option's value as the list spells it: `found` may spell it otherwise.
///
/// # Errors
/// It is none of them; the fault names the titles of the first ten.
pub fn read<'o>(
    found: &str,
    options: impl Iterator<Item = (&'o str, &'o str)> + Clone,
) -> Result<&'o str, Fault> {
    if let Some((value, _)) = options.clone().find(|(value, _)| *value == found) {
        return Ok(value);
    }
    let found = found.to_lowercase();
    let is_it = |name: &str| name.to_lowercase() == found;
    let by_value = options.clone().find(|(value, _)| is_it(value));
    let by_title = || options.clone().find(|(_, title)| is_it(title));
    if let Some((value, _)) = by_value.or_else(by_title) {
        return Ok(value);
    }
    let mut titles: Vec<&str> = options.map(|(_, title)| title).collect();
    if titles.len() > NAMED {
        titles.truncate(NAMED);
        titles.push("…");
    }
    Err(Fault::new(Code::OptionUnknown).with("options", &titles.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPTIONS: [(&str, &str); 4] = [
        ("gold", "Gold class"),
        ("Silber", "Silber"),
        ("Ürün", "Ürün"),
        ("gold class", "Other"),
    ];

    fn check(found: &str, expected: Option<&str>) {
        assert_eq!(read(found, OPTIONS.into_iter()).ok(), expected, "`{found}`");
    }

    #[test]
    fn an_option_is_found_in_any_case_and_read_as_the_list_spells_it() {
        check("GOLD", Some("gold"));
        check("SILBER", Some("Silber"));
        check("ürün", Some("Ürün"));
        check("other", Some("gold class"));
        // A value goes before a title.
        check("Gold Class", Some("gold class"));
    }

    #[test]
    fn anything_else_is_unknown_and_the_options_are_named() {
        for found in ["Bronze", "Gol", "Gold "] {
            let fault = read(found, OPTIONS.into_iter()).unwrap_err();
            assert_eq!(fault.code, Code::OptionUnknown);
            let named = "Gold class, Silber, Ürün, Other".to_owned();
            assert_eq!(fault.args, [("options", named)]);
        }
        assert!(read("Gold", [].into_iter()).is_err());
        let many: Vec<String> = (0..50).map(|number| number.to_string()).collect();
        let many = many.iter().map(|option| (option.as_str(), option.as_str()));
        let fault = read("x", many).unwrap_err();
        assert_eq!(fault.args[0].1, "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …");
    }
}
