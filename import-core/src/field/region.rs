//! Regions: the two letters of ISO 3166 that say how a phone number is read.

use std::fmt;

use rlibphonenumber::PHONE_NUMBER_UTIL;

use super::country;

/// A region whose phone numbers can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Region(rlibphonenumber::Region);

impl Region {
    /// Where nothing says otherwise.
    pub const DEFAULT: Self = Self(rlibphonenumber::Region::US);

    /// A region by its two letters, in either case.
    pub fn from_code(text: &str) -> Option<Self> {
        let region = rlibphonenumber::Region::from_code(super::text::trim(text)).ok()?;
        (region != rlibphonenumber::Region::World).then_some(())?;
        // The common ones without a look at the metadata: this is asked for every row.
        let is_known = matches!(
            region,
            rlibphonenumber::Region::US | rlibphonenumber::Region::GB
        ) || PHONE_NUMBER_UTIL
            .get_country_code_for_region(region)
            .is_some();
        is_known.then_some(Self(region))
    }

    /// A region by what an address calls its country: two or three letters, or a name in English or Chinese.
    pub fn from_country(text: &str) -> Option<Self> {
        let text = super::text::trim(text);
        Self::from_code(text).or_else(|| Self::from_code(country::code_of(text)?))
    }

    /// A region by its country or by its calling code (`44`, `+44`, `0044`), since columns named
    /// "country code" hold either. A calling code of several regions means the main one.
    pub fn from_country_or_calling_code(text: &str) -> Option<Self> {
        let text = super::text::trim(text);
        Self::from_country(text).or_else(|| {
            let digits = text.strip_prefix('+').or_else(|| text.strip_prefix("00"));
            let digits = digits.unwrap_or(text);
            let is_code =
                (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
            is_code.then_some(())?;
            let region = PHONE_NUMBER_UTIL.get_region_for_country_code(digits.parse().ok()?)?;
            Self::from_code(region.as_region_str().as_str())
        })
    }

    /// What numbers of it begin with abroad; other regions may share it.
    pub(crate) fn calling_code(self) -> Option<i32> {
        PHONE_NUMBER_UTIL.get_country_code_for_region(self.0)
    }

    /// The library's name of it.
    pub(super) fn inner(self) -> rlibphonenumber::Region {
        self.0
    }
}

impl Default for Region {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::Region;

    /// `code`: read as a code alone; `country`: as what an address has; `either`: also as a calling code.
    #[track_caller]
    fn check(text: &str, code: Option<&str>, country: Option<&str>, either: Option<&str>) {
        let name = |region: Option<Region>| region.map(|region| region.to_string());
        assert_eq!(name(Region::from_code(text)).as_deref(), code);
        assert_eq!(name(Region::from_country(text)).as_deref(), country);
        assert_eq!(
            name(Region::from_country_or_calling_code(text)).as_deref(),
            either
        );
    }

    #[test]
    fn regions_are_read_in_either_case_and_trimmed() {
        check("US", Some("US"), Some("US"), Some("US"));
        check(" gb\u{a0}", Some("GB"), Some("GB"), Some("GB"));
        check("Cn", Some("CN"), Some("CN"), Some("CN"));
    }

    #[test]
    fn a_country_may_be_called_by_its_name() {
        check("USA", None, Some("US"), Some("US"));
        check("\u{3000}united states ", None, Some("US"), Some("US"));
        check("中国", None, Some("CN"), Some("CN"));
        check("UK", None, Some("GB"), Some("GB"));
    }

    #[test]
    fn a_calling_code_means_its_main_region() {
        check("+44", None, None, Some("GB"));
        check("0086", None, None, Some("CN"));
        check("001", None, None, Some("US"));
        check("1", None, None, Some("US"));
    }

    #[test]
    fn other_text_names_no_region() {
        for text in [
            "",
            "ZZ",
            "Utopia",
            "乌托邦",
            "Antarctica",
            "999",
            "+",
            "12345",
        ] {
            check(text, None, None, None);
        }
    }
}
