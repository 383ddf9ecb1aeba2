//! Phones: a number and the columns that say more of it.

use super::Draft;
use crate::columns::{Field, Kind};
use crate::field::{self, Context, Fault, Region, phone, text};
use crate::legacy;
use crate::problem::Code;
use crate::record::PhoneNumber;
use crate::row::{Cell, PartPolicies, Value};
use crate::settings::{ImportColumn, Layout, Policy, Settings};

/// The columns of one phone.
#[derive(Clone, Debug)]
pub(super) struct PhoneColumns<'a> {
    /// The field of the number, whether it is imported or not.
    pub(super) slot: Field,
    number: Option<&'a ImportColumn>,
    extension: Option<&'a ImportColumn>,
    accepts_sms: Option<&'a ImportColumn>,
    region: Option<&'a ImportColumn>,
    /// The country of the address of the same record.
    country: Option<&'a ImportColumn>,
}

/// Each phone with the fields of its extension, SMS flag and region, and the address it belongs to.
const PHONES: &[(Field, Option<[Field; 3]>, Field)] = &[
    (
        Field::WorkPhone,
        Some([
            Field::WorkPhoneExtension,
            Field::WorkPhoneAcceptsSms,
            Field::WorkPhoneRegion,
        ]),
        Field::CountryCode,
    ),
    (
        Field::CellPhone,
        Some([
            Field::CellPhoneExtension,
            Field::CellPhoneAcceptsSms,
            Field::CellPhoneRegion,
        ]),
        Field::CountryCode,
    ),
    (
        Field::HomePhone,
        Some([
            Field::HomePhoneExtension,
            Field::HomePhoneAcceptsSms,
            Field::HomePhoneRegion,
        ]),
        Field::CountryCode,
    ),
    (
        Field::OtherPhone,
        Some([
            Field::OtherPhoneExtension,
            Field::OtherPhoneAcceptsSms,
            Field::OtherPhoneRegion,
        ]),
        Field::CountryCode,
    ),
    (Field::WhatsAppNumber, None, Field::CountryCode),
    (
        Field::OrganizationPhone,
        None,
        Field::OrganizationCountryCode,
    ),
    (Field::OrganizationFax, None, Field::OrganizationCountryCode),
];

impl<'a> PhoneColumns<'a> {
    /// The phones of which any column is imported.
    pub(super) fn all(settings: &'a Settings) -> Vec<Self> {
        let column = |field| settings.columns.iter().find(|column| column.field == field);
        let phones = PHONES.iter().map(|&(slot, parts, country)| {
            let [extension, accepts_sms, region] =
                parts.map_or([None; 3], |parts| parts.map(column));
            Self {
                slot,
                number: column(slot),
                extension,
                accepts_sms,
                region,
                country: column(country),
            }
        });
        phones
            .filter(|phone| phone.number.is_some() || phone.parts().next().is_some())
            .collect()
    }

    /// The columns besides the number's.
    fn parts(&self) -> impl Iterator<Item = &'a ImportColumn> {
        [self.extension, self.accepts_sms, self.region]
            .into_iter()
            .flatten()
    }

    /// Reads them from a row.
    pub(super) fn read<'c>(
        &self,
        draft: &mut Draft<'a>,
        cell: &impl Fn(usize) -> &'c str,
        default_region: Region,
    ) {
        let read = |column: Option<&ImportColumn>| {
            column.map_or("", |column| text::trim(cell(column.index)))
        };
        let found = read(self.number);
        let empty = self.empty_parts(read);
        let Some(number) = self.number.filter(|_| !found.is_empty()) else {
            for part in self.parts().filter(|part| !read(Some(part)).is_empty()) {
                draft.refuse(part, cell(part.index), Fault::new(Code::PhoneNumberMissing));
            }
            let policy = self
                .number
                .map_or_else(Policy::default, |number| number.policy);
            if policy == Policy::OverwriteOrClear || empty.may_clear() {
                draft.row.cells.push(Cell {
                    field: self.slot,
                    policy,
                    parts: empty,
                    value: None,
                });
            }
            return;
        };
        let own = Region::from_country_or_calling_code(read(self.region));
        if let Some(column) = self
            .region
            .filter(|_| own.is_none() && !read(self.region).is_empty())
        {
            draft.refuse(
                column,
                cell(column.index),
                Fault::new(Code::PhoneRegionUnknown),
            );
        }
        let country = read(self.country);
        let region = own.or_else(|| Region::from_country(country));
        let layout = draft.settings.layout;
        // The legacy layout reads no number by its country.
        if region.is_none()
            && !country.is_empty()
            && layout == Layout::Mapped
            && !phone::names_its_country(found)
        {
            draft.warn(number, country, Fault::new(Code::PhoneRegionUnknown));
        }
        let region_of_row = region;
        let region = region.unwrap_or(default_region);
        let read_number = match layout {
            Layout::Mapped => field::read(
                Kind::Phone,
                found,
                Context {
                    region,
                    ..Context::default()
                },
            ),
            Layout::Legacy => legacy::read_phone(found),
        };
        match read_number {
            Ok(Some(Value::Phone(mut phone))) => {
                if phone.e164.is_none() {
                    draft.warn(number, found, Fault::new(Code::PhoneNotE164));
                }
                phone.normalization_country_code = own.map(|region| region.to_string());
                let mut parts = empty;
                if let Some(column) = self.region.filter(|_| own.is_some()) {
                    parts.region = column.policy;
                }
                if phone.extension.is_some() {
                    parts.extension = number.policy;
                }
                self.read_parts(draft, &mut phone, &mut parts, read);
                draft.push(number, parts, Some(Value::Phone(phone)), found);
            }
            Ok(_) => {}
            Err(fault) => {
                let is_by_default = region_of_row.is_none()
                    && fault.code == Code::PhoneInvalid
                    && matches!(fault.reason(), None | Some("area"))
                    && !phone::names_its_country(found);
                let fault = if is_by_default {
                    fault.because("default")
                } else {
                    fault
                };
                draft.refuse(number, found, fault);
            }
        }
    }

    /// A number as the row has it, and the region that the row says to read it in.
    pub(super) fn written<'c>(
        &self,
        cell: &impl Fn(usize) -> &'c str,
    ) -> Option<(&'c str, Option<Region>)> {
        let read = |column: &ImportColumn| text::trim(cell(column.index));
        let own = self.region.map(read);
        let region = own.and_then(Region::from_country_or_calling_code);
        let country = || Region::from_country(read(self.country?));
        Some((read(self.number?), region.or_else(country)))
    }

    /// What the empty cells of the parts do. One with a text does nothing as long as it is not read.
    fn empty_parts<'c>(&self, read: impl Fn(Option<&ImportColumn>) -> &'c str) -> PartPolicies {
        let policy = |part: Option<&ImportColumn>| {
            part.filter(|_| read(part).is_empty())
                .map_or_else(Policy::default, |column| column.policy)
        };
        PartPolicies {
            extension: policy(self.extension),
            accepts_sms: policy(self.accepts_sms),
            region: policy(self.region),
        }
    }

    /// The extension and SMS flag of a number that was read. A column of its own outweighs what the
    /// number says (`x 123`).
    fn read_parts<'c>(
        &self,
        draft: &mut Draft<'a>,
        phone: &mut PhoneNumber,
        policies: &mut PartPolicies,
        read: impl Fn(Option<&ImportColumn>) -> &'c str,
    ) {
        for column in [self.extension, self.accepts_sms].into_iter().flatten() {
            let found = read(Some(column));
            match field::read(column.field.kind(), found, Context::default()) {
                Ok(Some(Value::Integer(extension))) => {
                    phone.extension = Some(extension);
                    policies.extension = column.policy;
                }
                Ok(Some(Value::Bool(accepts_sms))) => {
                    phone.accepts_sms = Some(accepts_sms);
                    policies.accepts_sms = column.policy;
                }
                Ok(_) => {}
                Err(fault) => draft.refuse(column, found, fault),
            }
        }
    }
}
