//! Postal codes beside the country of their address.

use super::Draft;
use crate::columns::Field;
use crate::field::{Region, postal, text};
use crate::settings::{ImportColumn, Settings};

/// Each postal code with the country of the same address.
const ADDRESSES: &[(Field, Field)] = &[
    (Field::PostalCode, Field::CountryCode),
    (
        Field::OrganizationPostalCode,
        Field::OrganizationCountryCode,
    ),
];

/// The columns of a postal code.
#[derive(Clone, Debug)]
pub(super) struct PostalColumns<'a> {
    code: &'a ImportColumn,
    country: Option<&'a ImportColumn>,
}

impl<'a> PostalColumns<'a> {
    /// The postal codes that are imported.
    pub(super) fn all(settings: &'a Settings) -> Vec<Self> {
        let column = |field| settings.columns.iter().find(|column| column.field == field);
        let imported = ADDRESSES.iter().filter_map(|&(code, country)| {
            Some(Self {
                code: column(code)?,
                country: column(country),
            })
        });
        imported.collect()
    }

    /// Warns of a code that lacks the zeros it began with.
    pub(super) fn check<'c>(
        &self,
        draft: &mut Draft<'a>,
        cell: &impl Fn(usize) -> &'c str,
        default_region: Region,
    ) {
        let found = text::trim(cell(self.code.index));
        if !postal::may_be_short(found) {
            return;
        }
        let country = self
            .country
            .map_or("", |country| text::trim(cell(country.index)));
        let region = if country.is_empty() {
            Some(default_region)
        } else {
            // The codes of a country that is not known may have any length.
            Region::from_country(country)
        };
        if let Some(Err(fault)) = region.map(|region| postal::check(found, region)) {
            draft.warn(self.code, found, fault);
        }
    }
}
