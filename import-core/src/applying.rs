//! A row is applied to a record, column by column, each by its policy.

mod custom;

use crate::columns::{Field, Subject};
use crate::field::email;
use crate::problem::{Code, Problem};
use crate::record::contact::phone_key;
use crate::record::{
    Contact, EmailSlot, ExternalId, Identifier, IdentifierKind, MAX_EXTERNAL_IDS, Organization,
    PhoneNumber, PhoneSlot, Ticker,
};
use crate::row::{Cell, PartPolicies, Row, Value};
use crate::settings::{Policy, Settings};
use crate::slots::{self, Wish};

/// Applies the contact cells of a row. Returns warnings.
///
/// # Errors
/// The contact would have too many external IDs: the problem; the contact is then of no use.
pub(crate) fn apply_to_contact(
    contact: &mut Contact,
    row: &Row,
    settings: &Settings,
) -> Result<Vec<Problem>, Problem> {
    let mut warnings = Vec::new();
    let mut emails = [const { Wish::Keep }; 3];
    let mut phones = [const { Wish::Keep }; 4];
    for (index, cell) in row
        .cells
        .iter()
        .enumerate()
        .filter(|(_, cell)| cell.field.subject() == Subject::Contact)
    {
        if let Some(first) = kept_by(contact, &row.cells[..index], cell) {
            warnings.push(repeated(row, settings, cell, first));
        } else if cell.field == Field::ExternalId {
            apply_external_id(&mut contact.external_ids, cell, row, settings)?;
        } else if let Some(slot) = email_slot(cell.field) {
            emails[slot as usize] = email_wish(contact.email(slot), cell);
        } else if let Some(slot) = phone_slot(cell.field) {
            let mut wish = phone_wish(contact.phone_mut(slot), cell);
            if let Wish::Set(phone) = &mut wish {
                bring_parts(contact, phone, cell.parts);
            }
            phones[slot as usize] = wish;
        } else if let Some(lost) = apply_single(contact, cell) {
            warnings.push(overflow(row, settings, cell.field, &lost.key));
            contact.extra_identifiers.push(lost);
        }
    }
    custom::apply_to_contact(contact, row, settings);
    settle_emails(contact, emails, row, settings, &mut warnings);
    settle_phones(contact, phones, row, settings, &mut warnings);
    Ok(warnings)
}

/// The field of an earlier cell that keeps the e-mail or phone of this one, where it is in both.
fn kept_by(contact: &Contact, earlier: &[Cell], cell: &Cell) -> Option<Field> {
    let (email, phone) = (email_slot(cell.field), phone_slot(cell.field));
    if email.is_none() && phone.is_none() {
        return None;
    }
    let key = cell.value.as_ref()?.key()?;
    let keeps = |first: &&Cell| {
        let takes = |held: Option<bool>| first.policy != Policy::Fill || held.unwrap_or(true);
        let is_same = first.value.as_ref().and_then(Value::key) == Some(key);
        is_same
            && match (email_slot(first.field), phone_slot(first.field)) {
                (Some(slot), _) if email.is_some() => {
                    takes(contact.email(slot).map(|held| email::key(held) == key))
                }
                (_, Some(slot)) if phone.is_some() => {
                    takes(contact.phone(slot).map(|held| phone_key(held) == key))
                }
                _ => false,
            }
    };
    earlier.iter().find(keeps).map(|first| first.field)
}

fn repeated(row: &Row, settings: &Settings, cell: &Cell, first: Field) -> Problem {
    let found = match &cell.value {
        Some(Value::Email { address, .. }) => address.as_str(),
        Some(Value::Phone(phone)) => phone.user_input.as_str(),
        _ => "",
    };
    let column = header(settings, cell.field);
    Problem::of_cell(Code::ValueRepeated, row.number, column, found)
        .with("first", header(settings, first))
}

/// What a cell wants of a place, given what is in it and whether they are the same.
fn wish<V>(policy: Policy, filled: bool, same: bool, value: Option<V>) -> Wish<V> {
    match (value, policy) {
        (None, Policy::OverwriteOrClear) => Wish::Clear,
        (None, Policy::Overwrite | Policy::Fill) => Wish::Keep,
        (Some(_), Policy::Fill) if filled => Wish::Keep,
        (Some(_), _) if same => Wish::Keep,
        (Some(value), _) => Wish::Set(value),
    }
}

fn apply_external_id(
    ids: &mut Vec<ExternalId>,
    cell: &Cell,
    row: &Row,
    settings: &Settings,
) -> Result<(), Problem> {
    let source = settings.source;
    let of_source = |id: &ExternalId| id.external_source.id == source;
    let value = text(cell);
    let same = value
        .as_ref()
        .is_some_and(|value| ids.iter().any(|id| of_source(id) && id.value == *value));
    match wish(cell.policy, ids.iter().any(of_source), same, value) {
        Wish::Keep => {}
        Wish::Clear => ids.retain(|id| !of_source(id)),
        Wish::Set(value) => {
            // In front, so that it is the one that the API's first external ID shows; the others stay.
            ids.insert(0, ExternalId::new(source, value));
            if ids.len() > MAX_EXTERNAL_IDS {
                return Err(too_many_external_ids(row.number, ids.len()));
            }
        }
    }
    Ok(())
}

/// More external IDs than a record may have.
pub(crate) fn too_many_external_ids(row: u64, found: usize) -> Problem {
    Problem::of_row(Code::TooManyExternalIds, row)
        .with("found", found)
        .with("limit", MAX_EXTERNAL_IDS)
}

fn email_slot(field: Field) -> Option<EmailSlot> {
    Some(match field {
        Field::WorkEmail => EmailSlot::Work,
        Field::PersonalEmail => EmailSlot::Personal,
        Field::OtherEmail => EmailSlot::Other,
        _ => return None,
    })
}

fn email_wish(current: Option<&str>, cell: &Cell) -> Wish<String> {
    let (value, same) = match &cell.value {
        Some(Value::Email { address, key }) => (
            Some(address.clone()),
            current.is_some_and(|current| email::key(current) == *key),
        ),
        _ => (None, false),
    };
    wish(cell.policy, current.is_some(), same, value)
}

fn settle_emails(
    contact: &mut Contact,
    wishes: [Wish<String>; 3],
    row: &Row,
    settings: &Settings,
    warnings: &mut Vec<Problem>,
) {
    if wishes.iter().all(|wish| *wish == Wish::Keep) {
        return;
    }
    let mut places = EmailSlot::ALL.map(|slot| contact.email_mut(slot).take());
    let extras = &mut contact.extra_emails;
    let overflowed = slots::settle(&mut places, extras, wishes.into(), |address| {
        email::key(address)
    });
    for (slot, value) in EmailSlot::ALL.into_iter().zip(places) {
        *contact.email_mut(slot) = value;
    }
    let fields = [Field::WorkEmail, Field::PersonalEmail, Field::OtherEmail];
    warnings.extend(
        overflowed
            .iter()
            .map(|(slot, value)| overflow(row, settings, fields[*slot], value)),
    );
}

fn phone_slot(field: Field) -> Option<PhoneSlot> {
    Some(match field {
        Field::WorkPhone => PhoneSlot::Work,
        Field::CellPhone => PhoneSlot::Cell,
        Field::HomePhone => PhoneSlot::Home,
        Field::OtherPhone => PhoneSlot::Other,
        _ => return None,
    })
}

/// What a row says besides of the number that is there is taken over in place. What it says of another number is
/// no part of this one.
fn phone_wish(current: &mut Option<PhoneNumber>, cell: &Cell) -> Wish<PhoneNumber> {
    let value = phone(cell);
    let key = value.as_ref().map(phone_key);
    let same = key.is_some() && current.as_ref().map(phone_key) == key;
    if let Some(current) = current.as_mut().filter(|_| same || value.is_none()) {
        apply_parts(current, value.as_ref(), cell.parts);
    }
    wish(cell.policy, current.is_some(), same, value)
}

/// Applies what a row says of a number besides the number itself, each part by its own policy.
fn apply_parts(phone: &mut PhoneNumber, said: Option<&PhoneNumber>, policies: PartPolicies) {
    let extension = said.and_then(|said| said.extension);
    let accepts_sms = said.and_then(|said| said.accepts_sms);
    let region = said.and_then(|said| said.normalization_country_code.clone());
    set(&mut phone.extension, policies.extension, extension);
    set(&mut phone.accepts_sms, policies.accepts_sms, accepts_sms);
    set(
        &mut phone.normalization_country_code,
        policies.region,
        region,
    );
}

/// A number that moves within a contact takes its parts along, as the row leaves them.
fn bring_parts(contact: &mut Contact, phone: &mut PhoneNumber, policies: PartPolicies) {
    let mut held = contact.phones_mut();
    if let Some(held) = held.find(|held| phone_key(held) == phone_key(phone)) {
        apply_parts(held, Some(phone), policies);
        phone.extension = held.extension;
        phone.accepts_sms = held.accepts_sms;
        let region = &held.normalization_country_code;
        phone.normalization_country_code.clone_from(region);
    }
}

fn settle_phones(
    contact: &mut Contact,
    wishes: [Wish<PhoneNumber>; 4],
    row: &Row,
    settings: &Settings,
    warnings: &mut Vec<Problem>,
) {
    if wishes.iter().all(|wish| *wish == Wish::Keep) {
        return;
    }
    let mut places = PhoneSlot::ALL.map(|slot| contact.phone_mut(slot).take());
    let extras = &mut contact.extra_phones;
    let overflowed = slots::settle(&mut places, extras, wishes.into(), |phone| {
        phone_key(phone).to_owned()
    });
    for (slot, value) in PhoneSlot::ALL.into_iter().zip(places) {
        *contact.phone_mut(slot) = value;
    }
    let fields = [
        Field::WorkPhone,
        Field::CellPhone,
        Field::HomePhone,
        Field::OtherPhone,
    ];
    warnings.extend(
        overflowed
            .iter()
            .map(|(slot, value)| overflow(row, settings, fields[*slot], &value.display)),
    );
}

fn overflow(row: &Row, settings: &Settings, field: Field, value: &str) -> Problem {
    Problem::of_cell(
        Code::SlotOverflow,
        row.number,
        header(settings, field),
        value,
    )
}

/// The name of the column that feeds a field.
fn header(settings: &Settings, field: Field) -> &str {
    let column = settings.columns.iter().find(|column| column.field == field);
    column.map_or(field.header(), |column| column.header.as_str())
}

/// Applies a cell whose field has one place. Returns the account that lost it, if one did.
fn apply_single(contact: &mut Contact, cell: &Cell) -> Option<Identifier> {
    let account = account(cell.field);
    match cell.field {
        Field::SurveyOptOut => set(&mut contact.survey_opt_out, cell.policy, boolean(cell)),
        Field::WhatsAppNumber => {
            let place = &mut contact.whats_app_id.phone_number;
            let before = place.as_ref().and_then(|phone| phone.e164.clone());
            apply_phone(place, cell);
            let after = place.as_ref().and_then(|phone| phone.e164.clone());
            return lost_account(contact, account?, before, after);
        }
        field => {
            let place = contact_text(contact, field)?;
            let before = account.and_then(|_| place.clone());
            set(place, cell.policy, text(cell));
            let after = account.and_then(|_| place.clone());
            return lost_account(contact, account?, before, after);
        }
    }
    None
}

fn account(field: Field) -> Option<IdentifierKind> {
    Some(match field {
        Field::WhatsAppNumber => IdentifierKind::SocialWhatsapp,
        Field::LineId => IdentifierKind::SocialLine,
        Field::TwitterId => IdentifierKind::SocialTwitter,
        Field::FacebookId => IdentifierKind::SocialFacebook,
        Field::InstagramId => IdentifierKind::SocialInstagram,
        _ => return None,
    })
}

/// An account that another one replaced is still the person's; one that was cleared is gone.
fn lost_account(
    contact: &mut Contact,
    kind: IdentifierKind,
    before: Option<String>,
    after: Option<String>,
) -> Option<Identifier> {
    let after = Identifier::new(kind, after?);
    contact.extra_identifiers.retain(|extra| *extra != after);
    let before = Identifier::new(kind, before?);
    (before != after).then_some(before)
}

fn set<V: PartialEq>(place: &mut Option<V>, policy: Policy, value: Option<V>) {
    match wish(policy, place.is_some(), value == *place, value) {
        Wish::Keep => {}
        Wish::Clear => *place = None,
        Wish::Set(value) => *place = Some(value),
    }
}

fn text(cell: &Cell) -> Option<String> {
    match cell.value.as_ref()? {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    }
}

fn phone(cell: &Cell) -> Option<PhoneNumber> {
    match cell.value.as_ref()? {
        Value::Phone(phone) => Some(PhoneNumber::clone(phone)),
        _ => None,
    }
}

fn boolean(cell: &Cell) -> Option<bool> {
    match cell.value.as_ref()? {
        Value::Bool(value) => Some(*value),
        _ => None,
    }
}

fn integer(cell: &Cell) -> Option<i64> {
    match cell.value.as_ref()? {
        Value::Integer(value) => Some(*value),
        _ => None,
    }
}

fn contact_text(contact: &mut Contact, field: Field) -> Option<&mut Option<String>> {
    Some(match field {
        Field::FirstName => &mut contact.first_name,
        Field::MiddleName => &mut contact.middle_name,
        Field::LastName => &mut contact.last_name,
        Field::Salutation => &mut contact.salutation,
        Field::Title => &mut contact.title,
        Field::Address1 => &mut contact.address.address1,
        Field::Address2 => &mut contact.address.address2,
        Field::City => &mut contact.address.city,
        Field::State => &mut contact.address.state,
        Field::PostalCode => &mut contact.address.postal_code,
        Field::CountryCode => &mut contact.address.country_code,
        Field::TwitterId => &mut contact.twitter_id.id,
        Field::TwitterName => &mut contact.twitter_id.name,
        Field::TwitterScreenName => &mut contact.twitter_id.screen_name,
        Field::LineId => &mut contact.line_id.user_id,
        Field::LineDisplayName => &mut contact.line_id.display_name,
        Field::WhatsAppDisplayName => &mut contact.whats_app_id.display_name,
        Field::FacebookId => &mut contact.facebook_id.scoped_id,
        Field::FacebookDisplayName => &mut contact.facebook_id.display_name,
        Field::InstagramId => &mut contact.instagram_id.scoped_id,
        Field::InstagramHandle => &mut contact.instagram_id.handle,
        Field::InstagramDisplayName => &mut contact.instagram_id.display_name,
        Field::ExternalSystemUrl => &mut contact.external_system_url,
        _ => return None,
    })
}

/// Applies the organization cells of a row. Its external ID is how it was found, so that is there.
pub(crate) fn apply_to_organization(
    organization: &mut Organization,
    row: &Row,
    settings: &Settings,
) {
    custom::apply_to_organization(organization, row, settings);
    for cell in row
        .cells
        .iter()
        .filter(|cell| cell.field.subject() == Subject::Organization)
    {
        match cell.field {
            // An organization never loses its name: nothing else tells people which one it is.
            Field::OrganizationName if cell.value.is_none() => {}
            Field::OrganizationPhone => apply_phone(&mut organization.phone_number, cell),
            Field::OrganizationFax => apply_phone(&mut organization.fax_number, cell),
            Field::OrganizationEmployeeCount => {
                set(&mut organization.employee_count, cell.policy, integer(cell));
            }
            Field::OrganizationRevenue => {
                set(&mut organization.revenue, cell.policy, integer(cell));
            }
            Field::OrganizationTags => apply_list(&mut organization.tags, cell, str::to_owned),
            Field::OrganizationWebsites => {
                apply_list(&mut organization.websites, cell, str::to_owned);
            }
            Field::OrganizationTickers => {
                apply_list(&mut organization.tickers, cell, Ticker::parse);
            }
            field => {
                if let Some(place) = organization_text(organization, field) {
                    set(place, cell.policy, text(cell));
                }
            }
        }
    }
}

fn apply_phone(place: &mut Option<PhoneNumber>, cell: &Cell) {
    match phone_wish(place, cell) {
        Wish::Keep => {}
        Wish::Clear => *place = None,
        Wish::Set(phone) => *place = Some(phone),
    }
}

fn apply_list<V: PartialEq>(place: &mut Vec<V>, cell: &Cell, read: impl Fn(&str) -> V) {
    let value = match &cell.value {
        Some(Value::List(parts)) => Some(parts.iter().map(|part| read(part)).collect::<Vec<V>>()),
        _ => None,
    };
    let same = value.as_ref() == Some(place);
    match wish(cell.policy, !place.is_empty(), same, value) {
        Wish::Keep => {}
        Wish::Clear => place.clear(),
        Wish::Set(value) => *place = value,
    }
}

fn organization_text(organization: &mut Organization, field: Field) -> Option<&mut Option<String>> {
    Some(match field {
        Field::OrganizationName => &mut organization.name,
        Field::OrganizationCompanyType => &mut organization.company_type,
        Field::OrganizationIndustry => &mut organization.industry,
        Field::OrganizationAddress1 => &mut organization.address.address1,
        Field::OrganizationAddress2 => &mut organization.address.address2,
        Field::OrganizationCity => &mut organization.address.city,
        Field::OrganizationState => &mut organization.address.state,
        Field::OrganizationPostalCode => &mut organization.address.postal_code,
        Field::OrganizationCountryCode => &mut organization.address.country_code,
        Field::OrganizationTwitterId => &mut organization.twitter_id.id,
        Field::OrganizationTwitterName => &mut organization.twitter_id.name,
        Field::OrganizationTwitterScreenName => &mut organization.twitter_id.screen_name,
        Field::OrganizationSystemUrl => &mut organization.external_system_url,
        _ => return None,
    })
}
