//! The body of a request, read as a row of a file: each field by its path in the JSON, by the rules of its
//! target field.

use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::custom::{CustomBody, read_custom};
use super::external_ids::{read_apple_ids, read_external_ids};
use super::{FieldFault, Refusal};
use crate::check::RowChecker;
use crate::columns::{Field, Kind, Subject};
use crate::field::text;
use crate::problem::{Code, Problem};
use crate::record::contact::phone_key;
use crate::record::parts::AppleOpaqueId;
use crate::record::{ExternalId, Identifier, PhoneNumber};
use crate::row::{Cell, PartPolicies, Row, Value};
use crate::schema::Schema;
use crate::settings::{ImportColumn, Layout, Policy, Settings};

/// Most characters of a tag or web address in a list.
const ITEM_LIMIT: usize = 1_000;

/// The organization that a body names for a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrganizationChoice {
    /// By its id.
    Id(Uuid),
    /// By its external ID.
    Key(Identifier),
}

/// A contact as a body describes it.
#[derive(Clone, Debug)]
pub struct ContactBody {
    /// Its fields with a place of their own.
    pub(super) row: Row,
    pub(super) settings: Settings,
    /// Its external IDs; none where the body does not speak of them.
    pub(super) external_ids: Option<Vec<ExternalId>>,
    pub(super) apple_ids: Option<Vec<AppleOpaqueId>>,
    pub(super) organization: Option<OrganizationChoice>,
    pub(super) custom: CustomBody,
}

impl ContactBody {
    /// Reads a body; `schema` is that of contacts, `policy` says what its fields do to a record, by their paths.
    ///
    /// # Errors
    /// The fields that cannot be taken.
    pub fn read(
        body: &Map<String, Json>,
        schema: Option<&Schema>,
        policy: impl Fn(&str) -> Policy,
    ) -> Result<Self, Refusal> {
        let mut reader = Reader::default();
        let (mut row, mut settings) = reader.row(body, Subject::Contact, &policy);
        let external_ids = reader.take(read_external_ids(body));
        let apple_ids = reader.take(read_apple_ids(body));
        let organization = reader.take(read_organization(body));
        let custom = read_custom(body, Subject::Contact, schema, &policy);
        let custom = reader.take(custom).unwrap_or_default();
        (settings.custom, row.custom) = (custom.columns, custom.cells);
        reader.finish(Self {
            custom: custom.body,
            row,
            settings,
            external_ids: external_ids.flatten(),
            apple_ids: apple_ids.flatten(),
            organization: organization.flatten(),
        })
    }

    /// The external IDs that it brings.
    pub fn external_ids(&self) -> &[ExternalId] {
        self.external_ids.as_deref().unwrap_or_default()
    }

    /// The organization that it names.
    pub fn organization(&self) -> Option<&OrganizationChoice> {
        self.organization.as_ref()
    }
}

/// An organization as a body describes it.
#[derive(Clone, Debug)]
pub struct OrganizationBody {
    /// Its fields with a place of their own.
    pub(super) row: Row,
    pub(super) settings: Settings,
    /// Its external IDs; none where the body does not speak of them.
    pub(super) external_ids: Option<Vec<ExternalId>>,
    pub(super) custom: CustomBody,
}

impl OrganizationBody {
    /// Reads a body; `schema` is that of organizations, `policy` says what its fields do to a record, by their
    /// paths.
    ///
    /// # Errors
    /// The fields that cannot be taken.
    pub fn read(
        body: &Map<String, Json>,
        schema: Option<&Schema>,
        policy: impl Fn(&str) -> Policy,
    ) -> Result<Self, Refusal> {
        let mut reader = Reader::default();
        let (mut row, mut settings) = reader.row(body, Subject::Organization, &policy);
        let external_ids = reader.take(read_external_ids(body));
        let custom = read_custom(body, Subject::Organization, schema, &policy);
        let custom = reader.take(custom).unwrap_or_default();
        (settings.custom, row.custom) = (custom.columns, custom.cells);
        reader.finish(Self {
            row,
            settings,
            custom: custom.body,
            external_ids: external_ids.flatten(),
        })
    }

    /// The external IDs that it brings.
    pub fn external_ids(&self) -> &[ExternalId] {
        self.external_ids.as_deref().unwrap_or_default()
    }
}

/// Where a field stands in the JSON of its own record.
pub(super) fn path(field: Field) -> &'static str {
    let path = field.path();
    path.strip_prefix("externalOrganization.").unwrap_or(path)
}

/// The fields that a body has of a record. Its external IDs are a list there, and read as one.
pub(super) fn fields(subject: Subject) -> impl Iterator<Item = Field> {
    let is_id = |field| matches!(field, Field::ExternalId | Field::OrganizationExternalId);
    let all = Field::ALL.iter().copied();
    all.filter(move |&field| field.subject() == subject && !is_id(field))
}

/// Reads a body and gathers what is wrong with it.
#[derive(Default)]
struct Reader {
    faults: Vec<FieldFault>,
}

impl Reader {
    fn finish<T>(self, read: T) -> Result<T, Refusal> {
        if self.faults.is_empty() {
            Ok(read)
        } else {
            Err(Refusal::Fields(self.faults))
        }
    }

    fn take<T>(&mut self, read: Result<T, FieldFault>) -> Option<T> {
        read.map_err(|fault| self.faults.push(fault)).ok()
    }

    fn row(
        &mut self,
        body: &Map<String, Json>,
        subject: Subject,
        policy: &impl Fn(&str) -> Policy,
    ) -> (Row, Settings) {
        let policy = |field| policy(path(field));
        let (lists, singles): (Vec<Field>, Vec<Field>) =
            fields(subject).partition(|field| field.kind() == Kind::List);
        let texts: Vec<String> = singles
            .iter()
            .map(|&field| self.text(body, field))
            .collect();
        let columns = singles
            .iter()
            .enumerate()
            .map(|(index, &field)| ImportColumn {
                index,
                header: path(field).to_owned(),
                field,
                policy: policy(field),
            });
        let settings = Settings {
            source: Uuid::nil(),
            layout: Layout::Mapped,
            criteria: Vec::new(),
            merge: false,
            default_region: "US".to_owned(),
            columns: columns.collect(),
            custom: Vec::new(),
        };
        let checker = RowChecker::for_values(&settings);
        let mut row = checker.check(|index| texts[index].as_str(), 0, &[]);
        for problem in std::mem::take(&mut row.problems) {
            match problem.code {
                // The body need not be found again, and an organization in it is the record itself.
                Code::OrganizationExternalIdMissing => {}
                Code::PhoneInvalid => {
                    let place = singles
                        .iter()
                        .position(|&field| Some(path(field)) == problem.column.as_deref());
                    if let Some(place) = place {
                        let field = singles[place];
                        let phone = as_written(body, field, &texts[place]);
                        let policy = policy(field);
                        row.cells.push(Cell {
                            field,
                            policy,
                            parts: PartPolicies::all(policy),
                            value: Some(Value::Phone(Box::new(phone))),
                        });
                    }
                }
                _ if problem.column.is_some() && problem.is_error() => {
                    self.faults.push(FieldFault::Value(problem));
                }
                _ => {}
            }
        }
        for field in lists {
            let items = self.list(body, field);
            let policy = policy(field);
            if !items.is_empty() || policy == Policy::OverwriteOrClear {
                row.cells.push(Cell {
                    field,
                    policy,
                    parts: PartPolicies::default(),
                    value: (!items.is_empty()).then_some(Value::List(items)),
                });
            }
        }
        (row, settings)
    }

    /// The text of a field; empty where the body says nothing.
    fn text(&mut self, body: &Map<String, Json>, field: Field) -> String {
        let path = path(field);
        let found = match find(body, path) {
            Ok(found) => found,
            Err(fault) => {
                self.faults.push(fault);
                return String::new();
            }
        };
        let expected = match (field.kind(), found) {
            (_, None | Some(Json::Null)) => match field.kind() {
                // What is shown counts; a number that comes without it is still a number.
                Kind::Phone => return stand_in(body, path),
                _ => return String::new(),
            },
            (Kind::Bool | Kind::PhoneAcceptsSms, Some(Json::Bool(value))) => {
                return value.to_string();
            }
            (Kind::Bool | Kind::PhoneAcceptsSms, _) => "`true` or `false`",
            (Kind::Integer | Kind::PhoneExtension, Some(Json::Number(number)))
                if number.is_i64() =>
            {
                return number.to_string();
            }
            (Kind::Integer | Kind::PhoneExtension, _) => "a whole number",
            (_, Some(Json::String(text))) => return text.clone(),
            _ => "a string",
        };
        self.faults
            .push(FieldFault::Shape(path.to_owned(), expected));
        String::new()
    }

    /// The parts of a list, without empty and repeated ones.
    fn list(&mut self, body: &Map<String, Json>, field: Field) -> Vec<String> {
        let path = path(field);
        let items = match body.get(path) {
            None | Some(Json::Null) => return Vec::new(),
            Some(Json::Array(items)) => items,
            Some(_) => {
                self.faults
                    .push(FieldFault::Shape(path.to_owned(), "a list"));
                return Vec::new();
            }
        };
        let mut found = Vec::with_capacity(items.len());
        for item in items {
            let Some(item) = list_item(field, item) else {
                let expected = match field {
                    Field::OrganizationTickers => "objects with `symbol` and `exchange`",
                    _ => "strings",
                };
                self.faults
                    .push(FieldFault::Shape(path.to_owned(), expected));
                return Vec::new();
            };
            match text::read(&item, ITEM_LIMIT) {
                Ok(item) if item.is_empty() || found.contains(&item) => {}
                Ok(item) => found.push(item),
                Err(fault) => {
                    self.faults
                        .push(FieldFault::Value(fault.at(0, path, &item)));
                }
            }
        }
        found
    }
}

fn list_item(field: Field, item: &Json) -> Option<String> {
    if field != Field::OrganizationTickers {
        return item.as_str().map(str::to_owned);
    }
    let symbol = item.get("symbol")?.as_str()?;
    match item.get("exchange") {
        None | Some(Json::Null) => Some(symbol.to_owned()),
        Some(exchange) => Some(format!("{}:{symbol}", exchange.as_str()?)),
    }
}

/// The value at a path such as `lineId.ids[0].userId`.
///
/// # Errors
/// Something on the way is neither an object nor, before an index, a list; or a list of accounts has more than the
/// one that a contact keeps.
fn find<'a>(body: &'a Map<String, Json>, path: &str) -> Result<Option<&'a Json>, FieldFault> {
    let mut place = body;
    let mut steps = path.split('.').peekable();
    let mut walked = String::new();
    while let Some(step) = steps.next() {
        if !walked.is_empty() {
            walked.push('.');
        }
        let (name, is_list) = match step.strip_suffix("[0]") {
            Some(name) => (name, true),
            None => (step, false),
        };
        walked.push_str(name);
        let mut value = place.get(name);
        if is_list {
            value = match value {
                None | Some(Json::Null) => return Ok(None),
                Some(Json::Array(items)) if name == "ids" && items.len() > 1 => {
                    return Err(FieldFault::Shape(walked, "one item at most"));
                }
                Some(Json::Array(items)) => items.first(),
                Some(_) => return Err(FieldFault::Shape(walked, "a list")),
            };
        }
        if steps.peek().is_none() {
            return Ok(value);
        }
        place = match value {
            None | Some(Json::Null) => return Ok(None),
            Some(Json::Object(object)) => object,
            Some(_) => return Err(FieldFault::Shape(walked, "an object")),
        };
    }
    Ok(None)
}

/// What a phone without `display` is read from.
fn stand_in(body: &Map<String, Json>, display: &str) -> String {
    let parent = display.trim_end_matches("display");
    let other = |name: &str| find(body, &format!("{parent}{name}")).ok().flatten();
    let text = other("userInput").or_else(|| other("e164"));
    text.and_then(Json::as_str).unwrap_or_default().to_owned()
}

/// A phone that cannot be read is kept as it is written, but nobody is found by it.
fn as_written(body: &Map<String, Json>, field: Field, found: &str) -> PhoneNumber {
    let found = text::clean(found).into_owned();
    let parent = path(field).trim_end_matches("display");
    let other = |name: &str| find(body, &format!("{parent}{name}")).ok().flatten();
    PhoneNumber {
        display: found.clone(),
        user_input: found,
        extension: other("extension").and_then(Json::as_i64),
        accepts_sms: other("acceptsSMS").and_then(Json::as_bool),
        ..PhoneNumber::default()
    }
}

/// What is shown of a phone is read back when a record is replaced; what the person said is better.
pub(super) fn keep_spelling(phone: &mut Option<PhoneNumber>, former: Option<PhoneNumber>) {
    if let Some((phone, former)) = phone.as_mut().zip(former)
        && phone_key(phone) == phone_key(&former)
    {
        phone.user_input = former.user_input;
    }
}

/// The organization of a contact, by its id or else its first external ID.
fn read_organization(body: &Map<String, Json>) -> Result<Option<OrganizationChoice>, FieldFault> {
    const NAME: &str = "externalOrganization";
    let organization = match body.get(NAME) {
        None | Some(Json::Null) => return Ok(None),
        Some(Json::Object(organization)) => organization,
        Some(_) => return Err(FieldFault::Shape(NAME.to_owned(), "an object")),
    };
    match organization.get("id") {
        None | Some(Json::Null) => {
            let ids = read_external_ids(organization)?.unwrap_or_default();
            match ids.first() {
                Some(id) => Ok(Some(OrganizationChoice::Key(key(id)))),
                None if organization.values().all(is_nothing) => Ok(None),
                // A name alone finds none, and to leave it out would take the contact's organization away.
                None => Err(FieldFault::Shape(
                    NAME.to_owned(),
                    "an object with `id` or `externalIds`",
                )),
            }
        }
        Some(id) => match id.as_str().and_then(|id| id.parse().ok()) {
            Some(id) => Ok(Some(OrganizationChoice::Id(id))),
            None => Err(FieldFault::Shape(format!("{NAME}.id"), "an id")),
        },
    }
}

fn is_nothing(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::String(text) => text.is_empty(),
        Json::Array(items) => items.is_empty(),
        Json::Object(object) => object.values().all(is_nothing),
        _ => false,
    }
}

/// What a record is found by that has this external ID.
pub(super) fn key(id: &ExternalId) -> Identifier {
    Identifier::external(id.external_source.id, &id.value)
}

/// A problem of one field of a body.
pub(super) fn problem(code: Code, path: &str, value: &str) -> Problem {
    Problem::of_cell(code, 0, path, value)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::applying::apply_to_contact;
    use crate::record::Contact;

    fn read(body: &Json) -> Result<Contact, Refusal> {
        let body = ContactBody::read(body.as_object().unwrap(), None, |_| Policy::Overwrite)?;
        let mut contact = Contact::default();
        apply_to_contact(&mut contact, &body.row, &body.settings)?;
        Ok(contact)
    }

    fn faults(body: &Json) -> Vec<String> {
        let Err(Refusal::Fields(faults)) = read(body) else {
            panic!("{body} is taken");
        };
        faults
            .into_iter()
            .map(|fault| match fault {
                FieldFault::Value(problem) => {
                    format!("{} {}", problem.column.unwrap(), problem.code.name())
                }
                FieldFault::Shape(path, expected) => format!("{path} is not {expected}"),
                FieldFault::Unwritable(path) => format!("{path} unwritable"),
            })
            .collect()
    }

    #[test]
    fn fields_are_read_as_those_of_a_file() {
        let contact = read(&json!({
            "firstName": " Ann ", "title": null, "surveyOptOut": true,
            "workPhone": {"display": "044 668 18 00", "extension": 12, "acceptsSMS": false},
            "address": {"city": "Genève", "countryCode": "CH"},
            "lineId": {"ids": [{"userId": "U1"}], "displayName": "ann"},
            "workEmail": "Ann@X.org",
        }))
        .unwrap();
        assert_eq!(contact.first_name.as_deref(), Some("Ann"));
        assert_eq!(contact.survey_opt_out, Some(true));
        assert_eq!(contact.line_id.user_id.as_deref(), Some("U1"));
        assert_eq!(contact.work_email.as_deref(), Some("Ann@X.org"));
        // Its country is that of the address, as in a file.
        let phone = contact.work_phone.unwrap();
        assert_eq!(phone.e164.as_deref(), Some("+41446681800"));
        assert_eq!(
            (phone.extension, phone.accepts_sms),
            (Some(12), Some(false))
        );
    }

    #[test]
    fn a_phone_that_cannot_be_read_is_kept_as_it_is_written() {
        let contact = read(&json!({"cellPhone": {"display": "ask Bob"}})).unwrap();
        let phone = contact.cell_phone.unwrap();
        assert_eq!((phone.display.as_str(), phone.e164), ("ask Bob", None));
        let contact = read(&json!({"cellPhone": {"e164": "+14155552671"}})).unwrap();
        assert_eq!(
            contact.cell_phone.unwrap().e164.as_deref(),
            Some("+14155552671")
        );
    }

    #[test]
    fn what_could_not_be_kept_is_refused() {
        let found = faults(&json!({
            "lineId": {"ids": [{"userId": "U1"}, {"userId": "U2"}]},
            "externalOrganization": {"name": "Acme"},
        }));
        let expected = [
            "lineId.ids is not one item at most",
            "externalOrganization is not an object with `id` or `externalIds`",
        ];
        for expected in expected {
            assert!(
                found.contains(&expected.to_owned()),
                "{expected}: {found:?}"
            );
        }
        let nothing = json!({"externalOrganization": {"name": null, "tags": [], "address": {}}});
        assert!(read(&nothing).is_ok());
    }

    #[test]
    fn everything_that_is_wrong_is_named_by_its_path() {
        let body = json!({
            "firstName": 7, "workEmail": "ann@", "surveyOptOut": "yes", "address": [],
            "workPhone": {"display": "+14155552671", "extension": "x"},
            "lineId": {"ids": {"userId": "U1"}}, "externalSystemUrl": "nowhere",
            "externalIds": [{"value": "1"}], "externalOrganization": {"id": "7"},
            "customFields": ["b"],
        });
        let faults = faults(&body);
        for expected in [
            "firstName is not a string",
            "workEmail email_invalid",
            "surveyOptOut is not `true` or `false`",
            "address is not an object",
            "workPhone.extension is not a whole number",
            "lineId.ids is not a list",
            "externalSystemUrl url_invalid",
            "externalIds[0].externalSource.id is not an id",
            "externalOrganization.id is not an id",
            "customFields is not an object",
        ] {
            assert!(
                faults.contains(&expected.to_owned()),
                "{expected}: {faults:?}"
            );
        }
    }
}
