//! A record of the directory, read field by field from its JSON.
//!
//! The page only shows records, so it does not need their types: a field's path in the API's JSON is
//! where its value is. The types would bring a reader for every part of a record along.

use import_core::columns::{Field, Kind};
use import_core::schema::{CoreType, CustomField, Schema};
use serde::Deserialize;
use serde_json::Value;

/// A contact or an organization, as the API shows it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(transparent)]
pub struct Record(Value);

/// A value as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Plain text.
    Text(String),
    /// An e-mail address.
    Email(String),
    /// A web address.
    Url(String),
    /// A yes or no.
    Bool(bool),
    /// A number.
    Number(u64),
    /// A phone.
    Phone(Phone),
    /// A date and time (RFC 3339).
    Moment(String),
}

/// A phone number as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    /// In international spelling.
    pub display: String,
    /// Dialled after the call is answered.
    pub extension: Option<String>,
    /// Whether it takes text messages.
    pub accepts_sms: bool,
}

/// What a record is found by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identifier {
    /// Its kind, in the API's words.
    pub kind: String,
    /// Its key.
    pub value: String,
    /// The name of the source of an external ID.
    pub source: Option<String>,
    /// Where the ID leads to, if its source says so: with `{{externalId.value}}` in it.
    pub template: Option<String>,
}

impl Record {
    /// Its id.
    pub fn id(&self) -> &str {
        self.text("id").unwrap_or_default()
    }

    /// The text at a path of its JSON; none where there is no text.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.at(path)?.as_str().filter(|text| !text.is_empty())
    }

    /// The value at a path of its JSON.
    pub fn at(&self, path: &str) -> Option<&Value> {
        at(&self.0, path)
    }

    /// First, middle and last name of a contact with spaces between; else what it can be told by.
    pub fn contact_name(&self) -> Option<String> {
        let names = ["firstName", "middleName", "lastName"];
        let names: Vec<&str> = names
            .into_iter()
            .filter_map(|path| self.text(path))
            .collect();
        if !names.is_empty() {
            return Some(names.join(" "));
        }
        let others = [
            "workEmail",
            "personalEmail",
            "otherEmail",
            "externalIds[0].value",
        ];
        others
            .into_iter()
            .find_map(|path| self.text(path))
            .map(str::to_owned)
    }

    /// The first e-mail address of a contact.
    pub fn first_email(&self) -> Option<&str> {
        let slots = ["workEmail", "personalEmail", "otherEmail"];
        slots.into_iter().find_map(|path| self.text(path))
    }

    /// The first phone of a contact.
    pub fn first_phone(&self) -> Option<&str> {
        let slots = ["workPhone", "cellPhone", "homePhone", "otherPhone"];
        slots
            .into_iter()
            .find_map(|slot| self.text(&format!("{slot}.display")))
    }

    /// The values of a field, as they are shown. What belongs to a phone is shown with it.
    pub fn shown(&self, field: Field) -> Vec<Shown> {
        let path = field.path().trim_start_matches("externalOrganization.");
        let text = |wrap: fn(String) -> Shown| {
            self.text(path)
                .map(|text| wrap(text.to_owned()))
                .into_iter()
                .collect()
        };
        match field.kind() {
            Kind::Email => text(Shown::Email),
            Kind::Url(_) => text(Shown::Url),
            Kind::Phone => {
                let phone = path.trim_end_matches(".display");
                self.at(phone)
                    .and_then(phone_of)
                    .map(Shown::Phone)
                    .into_iter()
                    .collect()
            }
            Kind::PhoneExtension | Kind::PhoneAcceptsSms | Kind::PhoneRegion => Vec::new(),
            Kind::Bool => self
                .at(path)
                .and_then(Value::as_bool)
                .map(Shown::Bool)
                .into_iter()
                .collect(),
            Kind::Integer => self
                .at(path)
                .and_then(Value::as_u64)
                .map(Shown::Number)
                .into_iter()
                .collect(),
            Kind::List => {
                let wrap = match field {
                    Field::OrganizationWebsites => Shown::Url,
                    _ => Shown::Text,
                };
                self.list(path).iter().filter_map(entry).map(wrap).collect()
            }
            Kind::Text(_) | Kind::Id(_) | Kind::Handle(_) => text(Shown::Text),
        }
    }

    /// What a contact holds beyond its named places.
    pub fn extra(&self) -> Vec<Shown> {
        let emails = self
            .list("extraEmails")
            .iter()
            .filter_map(entry)
            .map(Shown::Email);
        let phones = self
            .list("extraPhones")
            .iter()
            .filter_map(phone_of)
            .map(Shown::Phone);
        emails.chain(phones).collect()
    }

    /// Titles and values of the custom fields, in the order of their titles. A field that the schema does not have
    /// is called by its key.
    pub fn custom_fields(&self, schema: Option<&Schema>) -> Vec<(String, Vec<Shown>)> {
        let fields = self.at("customFields").and_then(Value::as_object);
        let fields = fields.into_iter().flatten();
        let mut shown: Vec<_> = fields
            .map(|(key, value)| {
                let field = schema.and_then(|schema| schema.field(key));
                let title = field.map_or(key, |field| &field.title);
                let values = match value {
                    Value::Array(items) => items.as_slice(),
                    one => std::slice::from_ref(one),
                };
                let values = values.iter().map(|value| custom_value(key, value, field));
                (title.clone(), values.collect())
            })
            .collect();
        shown.sort_by(|(one, _), (other, _)| one.cmp(other));
        shown
    }

    /// Everything it is found by.
    pub fn identifiers(&self) -> Vec<Identifier> {
        let identifiers = self.list("identifiers").iter();
        identifiers
            .filter_map(|identifier| {
                let text = |path| {
                    at(identifier, path)
                        .and_then(Value::as_str)
                        .map(str::to_owned)
                };
                Some(Identifier {
                    kind: text("type")?,
                    value: text("value")?,
                    source: text("externalSource.name"),
                    template: text("externalSource.linkConfiguration.uriTemplate"),
                })
            })
            .collect()
    }

    fn list(&self, path: &str) -> &[Value] {
        self.at(path)
            .and_then(Value::as_array)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }
}

/// A value of a custom field, by the type that its key ends with.
fn custom_value(key: &str, value: &Value, field: Option<&CustomField>) -> Shown {
    let text = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    match (CoreType::of_key(key), value) {
        (_, Value::Bool(value)) => Shown::Bool(*value),
        (Some((_, CoreType::Url)), _) => Shown::Url(text),
        (Some((_, CoreType::DateTime)), _) => Shown::Moment(text),
        _ => {
            let mut options = field.into_iter().flat_map(|field| &field.options);
            let option = options.find(|option| option.value == text);
            Shown::Text(option.map_or(text, |option| option.title.clone()))
        }
    }
}

/// The value at a path such as `lineId.ids[0].userId`.
fn at<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.')
        .try_fold(value, |value, step| match step.split_once('[') {
            Some((name, index)) => value
                .get(name)?
                .get(index.trim_end_matches(']').parse::<usize>().ok()?),
            None => value.get(step),
        })
}

/// An entry of a list; a share's symbol with the place where it is traded.
fn entry(value: &Value) -> Option<String> {
    if let Some(symbol) = at(value, "symbol").and_then(Value::as_str) {
        let exchange = at(value, "exchange")
            .and_then(Value::as_str)
            .unwrap_or_default();
        return Some(if exchange.is_empty() {
            symbol.to_owned()
        } else {
            format!("{exchange}:{symbol}")
        });
    }
    value.as_str().map(str::to_owned)
}

fn phone_of(value: &Value) -> Option<Phone> {
    let display = at(value, "display")
        .or_else(|| at(value, "userInput"))?
        .as_str()?;
    Some(Phone {
        display: display.to_owned(),
        extension: at(value, "extension")
            .and_then(Value::as_i64)
            .map(|number| number.to_string()),
        accepts_sms: at(value, "acceptsSMS")
            .and_then(Value::as_bool)
            .unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use import_core::record::{Contact, LineId, Organization, PhoneNumber, Ticker};

    use super::*;

    fn record(value: &impl serde::Serialize) -> Record {
        Record(serde_json::to_value(value).unwrap())
    }

    #[test]
    fn values_are_where_their_fields_say() {
        let contact = Contact {
            first_name: Some("Ann".to_owned()),
            last_name: Some("Lee".to_owned()),
            work_email: Some("a@x.org".to_owned()),
            cell_phone: Some(PhoneNumber {
                display: "+1 415-555-0102".to_owned(),
                extension: Some(7),
                ..PhoneNumber::default()
            }),
            line_id: LineId {
                user_id: Some("U1".to_owned()),
                display_name: None,
            },
            survey_opt_out: Some(true),
            extra_emails: vec!["b@x.org".to_owned()],
            ..Contact::default()
        };
        let record = record(&contact);
        assert_eq!(record.contact_name().unwrap(), "Ann Lee");
        assert_eq!(
            record.shown(Field::WorkEmail),
            [Shown::Email("a@x.org".to_owned())]
        );
        assert_eq!(record.shown(Field::LineId), [Shown::Text("U1".to_owned())]);
        assert_eq!(record.shown(Field::SurveyOptOut), [Shown::Bool(true)]);
        assert_eq!(record.extra(), [Shown::Email("b@x.org".to_owned())]);
        let phone = Phone {
            display: "+1 415-555-0102".to_owned(),
            extension: Some("7".to_owned()),
            accepts_sms: false,
        };
        assert_eq!(record.shown(Field::CellPhone), [Shown::Phone(phone)]);
        assert_eq!(record.shown(Field::HomePhone), []);
    }

    #[test]
    fn an_organizations_fields_are_not_below_a_contact() {
        let organization = Organization {
            name: Some("Acme".to_owned()),
            employee_count: Some(12),
            websites: vec!["https://acme.example".to_owned()],
            tickers: vec![Ticker::parse("NYSE:ACME"), Ticker::parse("XYZ")],
            ..Organization::default()
        };
        let record = record(&organization);
        assert_eq!(
            record.shown(Field::OrganizationName),
            [Shown::Text("Acme".to_owned())]
        );
        assert_eq!(
            record.shown(Field::OrganizationEmployeeCount),
            [Shown::Number(12)]
        );
        assert_eq!(
            record.shown(Field::OrganizationWebsites),
            [Shown::Url("https://acme.example".to_owned())]
        );
        let tickers = ["NYSE:ACME", "XYZ"].map(|text| Shown::Text(text.to_owned()));
        assert_eq!(record.shown(Field::OrganizationTickers), tickers);
    }
}
