//! Postal codes that lack the zeros they began with.
//!
//! A spreadsheet takes `01067` for a number and keeps `1067`. Where the country's codes have so many digits, and may
//! begin with a zero, that can be told: a code of digits alone that is one or two short.

use super::Fault;
use super::region::Region;
use crate::problem::Code;

/// Countries whose postal codes may begin with a zero, and how many digits they have.
const LENGTHS: &[(&str, usize)] = &[
    ("AU", 4),
    ("BR", 8),
    ("CN", 6),
    ("CO", 6),
    ("DE", 5),
    ("EC", 6),
    ("ES", 5),
    ("FI", 5),
    ("FR", 5),
    ("GT", 5),
    ("IT", 5),
    ("JP", 7),
    ("KR", 5),
    ("LT", 5),
    ("MX", 5),
    ("MY", 5),
    ("NO", 4),
    ("PE", 5),
    ("PR", 5),
    ("RO", 6),
    ("SG", 6),
    ("TR", 5),
    ("UA", 5),
    ("US", 5),
    ("VN", 6),
    ("ZA", 4),
];

/// Whether a text may be such a code, of whatever country: most are not, and need no further look.
pub fn may_be_short(text: &str) -> bool {
    (3..=7).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Warns of a code that is too short for its country. Args of the fault: `region`, `digits`, `likely`.
pub fn check(text: &str, region: Region) -> Result<(), Fault> {
    let region = region.to_string();
    let Some((_, digits)) = LENGTHS.iter().find(|(of, _)| *of == region) else {
        return Ok(());
    };
    // Codes of four digits begin with no more than one zero.
    let most = if *digits > 4 { 2 } else { 1 };
    if !may_be_short(text) || !(digits - most..*digits).contains(&text.len()) {
        return Ok(());
    }
    Err(Fault::new(Code::LeadingZerosLost)
        .with("region", &region)
        .with("digits", digits)
        .with("likely", &format!("{text:0>digits$}")))
}

#[cfg(test)]
mod tests {
    use super::{Region, check};

    #[test]
    fn codes_that_are_one_or_two_digits_short_are_told() {
        let likely = |text: &str, region: &str| {
            let fault = check(text, Region::from_code(region).unwrap()).err()?;
            let found = fault.args.iter().find(|(name, _)| *name == "likely");
            found.map(|(_, likely)| likely.clone())
        };
        assert_eq!(likely("1067", "DE").as_deref(), Some("01067"));
        assert_eq!(likely("501", "US").as_deref(), Some("00501"));
        assert_eq!(likely("800", "AU").as_deref(), Some("0800"));
        for (text, region) in [
            ("01067", "DE"),
            ("94103-1234", "US"),
            ("1010", "AT"),
            ("12", "US"),
            ("80", "AU"),
            ("SW1A", "GB"),
            ("", "DE"),
        ] {
            assert_eq!(likely(text, region), None, "{text}");
        }
    }
}
