//! The custom fields of a body, by the schema.
//!
//! What a record holds already is always taken, also where the schema does not allow it any more: what was read
//! can be sent back. Whether it is so shows when the record is there; until then the fault is kept.

use serde_json::{Map, Value as Json};

use super::external_ids::ArrayRule;
use super::{FieldFault, Refusal};
use crate::columns::Subject;
use crate::field::Fault;
use crate::problem::Code;
use crate::row::{CustomCell, Row};
use crate::schema::{CoreType, CustomField, Schema, SchemaRef, Wrong, read_json};
use crate::settings::{CustomColumn, Policy, Settings};

const FIELDS: &str = "customFields";

/// What a body says of custom fields that cannot be taken as it is.
#[derive(Clone, Debug, Default)]
pub(super) struct CustomBody {
    /// Values that the schema does not allow, each with its key and what is wrong with it.
    refused: Vec<(String, Json, FieldFault)>,
}

/// The custom fields of a body, as columns and cells.
#[derive(Debug, Default)]
pub(super) struct ReadCustom {
    pub(super) columns: Vec<CustomColumn>,
    pub(super) cells: Vec<CustomCell>,
    pub(super) body: CustomBody,
}

/// Reads the custom fields of a body. Fields that a policy clears count also where the body lacks them.
///
/// # Errors
/// They are no object, or the body names another schema.
pub(super) fn read_custom(
    body: &Map<String, Json>,
    subject: Subject,
    schema: Option<&Schema>,
    policy: &impl Fn(&str) -> Policy,
) -> Result<ReadCustom, FieldFault> {
    let nothing = Map::new();
    let values = match body.get(FIELDS) {
        None | Some(Json::Null) => &nothing,
        Some(Json::Object(values)) => values,
        Some(_) => return Err(FieldFault::Shape(FIELDS.to_owned(), "an object")),
    };
    let mut read = ReadCustom::default();
    if let Some(schema) = schema {
        for field in schema.open_fields() {
            let path = path(&field.key);
            let policy = policy(&path);
            let found = values.get(&field.key).unwrap_or(&Json::Null);
            match read_json(field, found) {
                Ok(None) if policy != Policy::OverwriteOrClear => {}
                Ok(value) => read.push(field, subject, schema.reference, policy, value),
                Err(wrong) => read
                    .body
                    .refuse(&field.key, found, fault(wrong, path, found)),
            }
        }
    }
    let is_open = |key: &str| {
        let mut open = schema.into_iter().flat_map(Schema::open_fields);
        open.any(|field| field.key == key)
    };
    for (key, value) in values {
        if !value.is_null() && !is_open(key) {
            let fault = FieldFault::Unwritable(path(key));
            read.body.refuse(key, value, fault);
        }
    }
    if read.cells.iter().any(|cell| cell.value.is_some()) {
        check_schema(body, schema)?;
    }
    Ok(read)
}

impl ReadCustom {
    fn push(
        &mut self,
        field: &CustomField,
        subject: Subject,
        schema: SchemaRef,
        policy: Policy,
        value: Option<Json>,
    ) {
        let column = self.columns.len();
        self.columns.push(CustomColumn {
            index: column,
            header: path(&field.key),
            subject,
            schema,
            field: field.clone(),
            policy,
            format: None,
        });
        self.cells.push(CustomCell {
            subject,
            column,
            value,
        });
    }
}

fn path(key: &str) -> String {
    format!("{FIELDS}.{key}")
}

fn fault(wrong: Wrong, path: String, found: &Json) -> FieldFault {
    match wrong {
        Wrong::Type(expected) => FieldFault::Shape(path, expected),
        Wrong::Value(fault) => {
            let text = found
                .as_str()
                .map_or_else(|| found.to_string(), str::to_owned);
            FieldFault::Value(fault.at(0, &path, &text))
        }
    }
}

/// A body that names a schema has to mean the one that its values are read by, in whatever version.
fn check_schema(body: &Map<String, Json>, schema: Option<&Schema>) -> Result<(), FieldFault> {
    let named = |name: &str| {
        let named = body.get("schema")?.get(name)?;
        (!named.is_null()).then_some(named)
    };
    let reference = schema.map(|schema| schema.reference);
    if let Some(id) = named("id") {
        let id = id.as_str().and_then(|id| id.parse().ok());
        if id != reference.map(|reference| reference.id) {
            let expected = "the id of the schema that there is for these records";
            return Err(FieldFault::Shape("schema.id".to_owned(), expected));
        }
    }
    if let Some(version) = named("version") {
        let newest = reference.map_or(0, |reference| reference.version);
        if !version
            .as_u64()
            .is_some_and(|version| (1..=newest).contains(&version))
        {
            let expected = "a version of the schema";
            return Err(FieldFault::Shape("schema.version".to_owned(), expected));
        }
    }
    Ok(())
}

impl CustomBody {
    fn refuse(&mut self, key: &str, value: &Json, fault: FieldFault) {
        self.refused.push((key.to_owned(), value.clone(), fault));
    }

    /// Refuses what the schema does not allow and the record does not hold.
    ///
    /// # Errors
    /// The fields.
    pub(super) fn check(&self, held: &Map<String, Json>) -> Result<(), Refusal> {
        let refused = self.refused.iter();
        let new = refused.filter(|(key, value, _)| held.get(key) != Some(value));
        let faults: Vec<FieldFault> = new.map(|(.., fault)| fault.clone()).collect();
        if faults.is_empty() {
            Ok(())
        } else {
            Err(Refusal::Fields(faults))
        }
    }

    /// Keeps of a record that is replaced what the body repeats and the schema does not allow any more.
    pub(super) fn keep(&self, fields: &mut Map<String, Json>) {
        for (key, value, _) in &self.refused {
            fields.insert(key.clone(), value.clone());
        }
    }
}

/// Sees to the schema that a record which was replaced names: the former one, unless another value was written.
pub(super) fn keep_schema(
    (fields, schema): (&Map<String, Json>, &mut Option<SchemaRef>),
    (former_fields, former): (&Map<String, Json>, Option<SchemaRef>),
) {
    if fields == former_fields {
        *schema = former;
    } else if !fields.is_empty() {
        *schema = schema.or(former);
    }
}

/// Puts the tags that are held before those that are brought, where a rule says so.
///
/// # Errors
/// There would be more than the field allows, and the rule does not leave out what is too much.
pub(super) fn extend_tags(
    row: &mut Row,
    settings: &Settings,
    held: &Map<String, Json>,
    rule: impl Fn(&str) -> ArrayRule,
) -> Result<(), FieldFault> {
    for cell in &mut row.custom {
        let column = &settings.custom[cell.column];
        let rule = rule(&column.header);
        let held = held.get(&column.field.key).and_then(Json::as_array);
        let (Some(held), Some(Json::Array(brought))) = (held, &mut cell.value) else {
            continue;
        };
        if column.field.kind != CoreType::Tag || rule == ArrayRule::Replace {
            continue;
        }
        let mut tags = held.clone();
        let limit = usize::try_from(column.field.items.max).unwrap_or_default();
        for tag in brought.drain(..) {
            let is_room = rule != ArrayRule::Fill || tags.len() < limit;
            if is_room && !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        if tags.len() > limit.max(held.len()) {
            let fault = Fault::new(Code::TagCountInvalid)
                .with("minimum", &column.field.items.min)
                .with("maximum", &limit)
                .with("found", &tags.len());
            return Err(FieldFault::Value(fault.at(0, &column.header, "")));
        }
        *brought = tags;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::editing::{
        Action, ContactBody, Edited, Enrichment, FieldRules, Moment, PatchAction, PatchChange,
        create_contact, enrich_contact, patch_contact, replace_contact,
    };
    use crate::engine::Known;
    use crate::record::{Identifier, IdentifierKind, StoredContact};
    use crate::schema::of_properties;

    fn schema() -> Schema {
        of_properties(&json!({
            "nick_text": {"title": "Nick", "maxLength": 5},
            "likes_tag": {"title": "Likes", "maxItems": 3},
            "old_text": {"title": "Old", "_disabled": true},
        }))
    }

    fn at(now: i64) -> Moment<'static> {
        Moment {
            now,
            new_id: Box::leak(Box::new(|| Uuid::from_u128(1))),
        }
    }

    fn read(body: &Json, schema: &Schema) -> Result<ContactBody, Refusal> {
        ContactBody::read(body.as_object().unwrap(), Some(schema), |_| {
            Policy::Overwrite
        })
    }

    fn create(body: &Json) -> Result<StoredContact, Refusal> {
        let body = read(body, &schema())?;
        create_contact(Known::default(), &body, at(1)).map(|edited| edited.record)
    }

    fn knows(contact: &StoredContact) -> Known {
        Known {
            contacts: vec![Arc::new(contact.clone())],
            ..Known::default()
        }
    }

    fn replace(contact: &StoredContact, body: &Json, schema: &Schema) -> Edited<StoredContact> {
        let body = read(body, schema).unwrap();
        replace_contact(contact.id, knows(contact), &body, at(2)).unwrap()
    }

    fn patch(contact: &StoredContact, key: &str, value: &Json) -> Result<StoredContact, Refusal> {
        let change = PatchChange {
            field: format!("$.customFields.{key}"),
            action: PatchAction::Update,
            value: value.clone(),
        };
        let schema = schema();
        let patched = patch_contact(contact.id, knows(contact), &[change], Some(&schema), at(2));
        patched.map(|edited| edited.record)
    }

    fn enrich(
        contact: &StoredContact,
        body: &Json,
        default: Policy,
        default_list: ArrayRule,
    ) -> Result<Map<String, Json>, Refusal> {
        let enrichment = Enrichment {
            keys: vec![Identifier::new(IdentifierKind::Email, "a@x.org")],
            action: Action::Upsert,
            rules: FieldRules {
                default,
                default_list,
                rules: Vec::new(),
            },
        };
        let (schema, body) = (schema(), body.as_object().unwrap());
        let enriched = enrich_contact(knows(contact), &enrichment, body, Some(&schema), at(2));
        enriched.map(|edited| edited.record.contact.custom_fields)
    }

    fn paths(refused: Result<StoredContact, Refusal>) -> Vec<String> {
        let Err(Refusal::Fields(faults)) = refused else {
            panic!("{refused:?}");
        };
        let faults = faults.into_iter().map(|fault| match fault {
            FieldFault::Value(problem) => problem.column.unwrap_or_default(),
            FieldFault::Shape(path, _) | FieldFault::Unwritable(path) => path,
        });
        faults.collect()
    }

    #[test]
    fn values_are_read_by_the_schema_and_name_it() {
        let body = json!({"customFields": {"nick_text": " Bo ", "likes_tag": ["a", "a"]}});
        let made = create(&body).unwrap().contact;
        assert_eq!(
            Json::Object(made.custom_fields),
            json!({"nick_text": "Bo", "likes_tag": ["a"]})
        );
        assert_eq!(made.schema, Some(schema().reference));
        let wrong = json!({"customFields": {
            "nick_text": "too long", "likes_tag": "a", "old_text": "x", "new_text": "y",
        }});
        let expected = ["likes_tag", "nick_text", "new_text", "old_text"];
        assert_eq!(
            paths(create(&wrong)),
            expected.map(|key| format!("customFields.{key}"))
        );
        let other = json!({"schema": {"id": Uuid::nil()}, "customFields": {"nick_text": "Bo"}});
        assert_eq!(paths(create(&other)), ["schema.id"]);
        let later = json!({"schema": {"version": 3}, "customFields": {"nick_text": "Bo"}});
        assert_eq!(paths(create(&later)), ["schema.version"]);
    }

    #[test]
    fn what_was_read_can_be_sent_back_whatever_became_of_the_schema() {
        let mut held = create(&json!({"customFields": {"nick_text": "Bo"}})).unwrap();
        held.contact
            .custom_fields
            .insert("old_text".to_owned(), json!("long ago"));
        let body = serde_json::to_value(&held.contact).unwrap();
        let mut newer = schema();
        newer.reference.version = 9;
        newer.fields[1].bounds.max = 1;
        let edited = replace(&held, &body, &newer);
        assert_eq!(edited.record, held);
        assert!(edited.edit.is_empty());
        // What the body leaves out is emptied, and with the last value goes the schema.
        let emptied = replace(&held, &json!({}), &newer).record.contact;
        assert_eq!((emptied.custom_fields.len(), emptied.schema), (0, None));
    }

    #[test]
    fn single_fields_are_patched_beside_retired_ones() {
        let mut held = create(&json!({"customFields": {"nick_text": "Bo"}})).unwrap();
        held.contact
            .custom_fields
            .insert("old_text".to_owned(), json!("long ago"));
        let patched = patch(&held, "nick_text", &json!("Al")).unwrap().contact;
        assert_eq!(
            Json::Object(patched.custom_fields),
            json!({"nick_text": "Al", "old_text": "long ago"})
        );
        assert_eq!(
            paths(patch(&held, "old_text", &json!("new"))),
            ["customFields.old_text"]
        );
        let cleared = patch(&held, "old_text", &Json::Null).unwrap();
        assert_eq!(cleared.contact.custom_fields.len(), 1);
    }

    #[test]
    fn enriching_goes_by_policies_and_list_rules() {
        let body = json!({
            "workEmail": "a@x.org", "customFields": {"nick_text": "Bo", "likes_tag": ["a", "b"]},
        });
        let held = create(&body).unwrap();
        let new = json!({"customFields": {"nick_text": "Al", "likes_tag": ["b", "c", "d"]}});
        let filled = enrich(&held, &new, Policy::Fill, ArrayRule::Fill).unwrap();
        assert_eq!(filled, held.contact.custom_fields);
        let added = enrich(&held, &new, Policy::Overwrite, ArrayRule::Fill).unwrap();
        assert_eq!(added["nick_text"], "Al");
        assert_eq!(added["likes_tag"], json!(["a", "b", "c"]));
        let replaced = enrich(&held, &new, Policy::Overwrite, ArrayRule::Replace).unwrap();
        assert_eq!(replaced["likes_tag"], json!(["b", "c", "d"]));
        enrich(&held, &new, Policy::Overwrite, ArrayRule::Extend).unwrap_err();
        let nothing = json!({"workEmail": "a@x.org"});
        let cleared = enrich(&held, &nothing, Policy::OverwriteOrClear, ArrayRule::Fill).unwrap();
        assert!(cleared.is_empty());
    }
}
