//! One of several values that are allowed.

use super::Fault;
use crate::problem::Code;

/// Reads a value that has to be one of the options; they are told apart by their letters, not by their case.
///
/// Returns the option as the list spells it: `found` may spell it otherwise.
///
/// # Errors
/// It is none of them; the fault names them all.
pub fn read<'o>(found: &str, options: &'o [String]) -> Result<&'o str, Fault> {
    let found = found.to_lowercase();
    options
        .iter()
        .map(String::as_str)
        .find(|option| option.to_lowercase() == found)
        .ok_or_else(|| Fault::new(Code::OptionUnknown).with("options", &options.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options() -> Vec<String> {
        ["Gold", "Silber", "Ürün"].map(str::to_owned).to_vec()
    }

    #[test]
    fn an_option_is_found_in_any_case_and_read_as_the_list_spells_it() {
        assert_eq!(read("gold", &options()), Ok("Gold"));
        assert_eq!(read("SILBER", &options()), Ok("Silber"));
        assert_eq!(read("ürün", &options()), Ok("Ürün"));
    }

    #[test]
    fn anything_else_is_unknown_and_the_options_are_named() {
        for found in ["Bronze", "Gol", "Gold "] {
            let fault = read(found, &options()).unwrap_err();
            assert_eq!(fault.code, Code::OptionUnknown);
            assert_eq!(fault.args, [("options", "Gold, Silber, Ürün".to_owned())]);
        }
        assert!(read("Gold", &[]).is_err());
    }
}
