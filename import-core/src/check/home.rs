//! Which country the phone numbers without a country code are of, where most of them are none of the default country.

use std::cmp::Reverse;
use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{RowChecker, Step};
use crate::columns::Kind;
use crate::field::{Region, phone};
use crate::settings::{ImportColumn, Layout};

/// A country whose numbers those of a file probably are. The figures say why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    /// The region.
    pub region: String,
    /// The default region, which was looked at too.
    pub instead_of: String,
    /// How many numbers without a country code were looked at.
    pub of: usize,
    /// How many of them are numbers of the region.
    pub fits: usize,
    /// How many of them are numbers of the default region.
    pub fits_default: usize,
}

/// How many numbers are looked at, and in how many rows they are looked for.
const NUMBERS: usize = 400;
const ROWS: usize = 10_000;

/// Fewer numbers say nothing.
const FEWEST: usize = 5;

/// How many numbers tell whether a country is looked at any further.
const FIRST: usize = 40;

/// Countries that are looked at in any case, and how many of those that other values of the file speak for.
const COMMON: &[&str] = &[
    "US", "GB", "DE", "FR", "IT", "ES", "NL", "BE", "CH", "AT", "PL", "CZ", "SE", "DK", "NO", "IE",
    "PT", "TR", "CN", "JP", "KR", "IN", "AU", "BR", "MX",
];
const NAMED: usize = 8;

/// A look at the first rows of a file.
#[derive(Debug)]
pub struct Survey<'a> {
    checker: &'a RowChecker<'a>,
    rows: usize,
    national: Vec<String>,
    /// How often other values speak for a country: numbers with a country code, e-mail domains, addresses.
    named: HashMap<Region, usize>,
}

impl<'a> Survey<'a> {
    /// Begins.
    pub fn new(checker: &'a RowChecker<'a>) -> Self {
        Self {
            checker,
            rows: 0,
            national: Vec::new(),
            named: HashMap::new(),
        }
    }

    /// Looks at a row; says whether another one is wanted.
    pub fn see<'c>(&mut self, cell: impl Fn(usize) -> &'c str) -> bool {
        let cell = |index| (self.checker.text)(cell(index));
        for step in &self.checker.steps {
            let named = match step {
                Step::Phone(columns) => match columns.written(&cell) {
                    Some((_, Some(region))) => Some(region),
                    Some((found, None)) if phone::names_its_country(found) => {
                        let country = phone::parse(found, Region::DEFAULT);
                        country.and_then(|phone| Region::from_code(&phone.country_code?))
                    }
                    Some((found, None)) => {
                        if phone::is_number_alone(found) {
                            self.national.push(found.to_owned());
                        }
                        None
                    }
                    None => None,
                },
                Step::Plain(ImportColumn { field, index, .. }) if field.kind() == Kind::Email => {
                    match cell(*index).rsplit_once('.') {
                        Some((_, "uk")) => Region::from_code("GB"),
                        Some((_, domain)) => Region::from_code(domain),
                        None => None,
                    }
                }
                Step::Plain(_) => None,
            };
            if let Some(region) = named {
                self.name(region);
            }
        }
        self.rows += 1;
        self.rows < ROWS && self.national.len() < NUMBERS
    }

    /// Notes something that speaks for a country.
    pub fn name(&mut self, region: Region) {
        *self.named.entry(region).or_default() += 1;
    }

    /// The one country that nearly all numbers are of, where less than half of them are of the default one. Of several
    /// such countries it is the one that other values of the file speak for most; without any there is none.
    pub fn finish(self) -> Option<Home> {
        let of = self.national.len();
        let default = self.checker.default_region;
        let fits = |region, numbers: &[String]| {
            let fitting = numbers
                .iter()
                .filter(|found| phone::is_assigned(found, region));
            fitting.count()
        };
        if of < FEWEST || self.checker.settings.layout != Layout::Mapped {
            return None;
        }
        let fits_default = fits(default, &self.national);
        if fits_default * 2 >= of {
            return None;
        }
        let voices = |region: Region| self.named.get(&region).copied().unwrap_or_default();
        let mut named: Vec<Region> = self.named.keys().copied().collect();
        named.sort_by_key(|region| (Reverse(voices(*region)), region.to_string()));
        named.truncate(NAMED);
        let common = COMMON.iter().filter_map(|code| Region::from_code(code));
        let first = &self.national[..of.min(FIRST)];
        let mut fitting: Vec<(usize, usize, Region)> = Vec::new();
        for region in named.into_iter().chain(common) {
            // Countries of one calling code read a number alike: the first of them stands for all.
            let mut others = fitting.iter();
            let is_known = others.any(|(.., other)| other.calling_code() == region.calling_code());
            if is_known || fits(region, first) * 10 < first.len() * 8 {
                continue;
            }
            let found = fits(region, &self.national);
            if found * 10 >= of * 9 {
                fitting.push((voices(region), found, region));
            }
        }
        fitting.sort_by_key(|(voices, ..)| Reverse(*voices));
        let &(most, fits, region) = fitting.first()?;
        if fitting.get(1).is_some_and(|(voices, ..)| *voices == most) {
            return None;
        }
        Some(Home {
            region: region.to_string(),
            instead_of: default.to_string(),
            of,
            fits,
            fits_default,
        })
    }
}
