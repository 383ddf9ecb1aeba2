//! Changes of single fields of a record, named by their paths.

use serde_json::{Map, Value as Json};

use super::{FieldFault, Refusal};
use crate::columns::Subject;

/// What is done to a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatchAction {
    /// Set where it has no value.
    UpdateIfEmpty,
    /// Set where it has a value.
    UpdateIfExists,
    /// Set.
    Update,
    /// Items are added to a list that does not have them.
    AppendToCollection,
    /// Emptied.
    Remove,
    /// Items are taken out of a list.
    RemoveFromCollection,
}

/// One change: what to do at which path, such as `$.address.city`.
#[derive(Clone, Debug, PartialEq)]
pub struct PatchChange {
    /// The path.
    pub field: String,
    /// What to do.
    pub action: PatchAction,
    /// The value to set, or the item or items of a list.
    pub value: Json,
}

impl PatchChange {
    fn steps(&self) -> Vec<&str> {
        let path = self.field.trim();
        path.strip_prefix("$.").unwrap_or(path).split('.').collect()
    }
}

/// Applies changes to the JSON of a record.
///
/// # Errors
/// A field that is not there to be written, two changes of one field or of a field and a part of it, a list
/// that is none.
pub(super) fn apply(
    document: &mut Map<String, Json>,
    changes: &[PatchChange],
    subject: Subject,
) -> Result<(), Refusal> {
    check_paths(changes, subject)?;
    for change in changes {
        apply_one(document, change)?;
    }
    Ok(())
}

fn check_paths(changes: &[PatchChange], subject: Subject) -> Result<(), Refusal> {
    let mut faults = Vec::new();
    for (place, change) in changes.iter().enumerate() {
        let steps = change.steps();
        let is_plain =
            |step: &&str| !step.is_empty() && step.chars().all(|c| c.is_alphanumeric() || c == '_');
        if !steps.iter().all(is_plain) || !is_writable(steps[0], subject) {
            faults.push(FieldFault::Unwritable(change.field.clone()));
            continue;
        }
        let overlaps = changes[..place].iter().any(|earlier| {
            let earlier = earlier.steps();
            let shorter = earlier.len().min(steps.len());
            earlier[..shorter] == steps[..shorter]
        });
        if overlaps {
            let expected = "a field that no other change of the request touches";
            faults.push(FieldFault::Shape(change.field.clone(), expected));
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Fields(faults))
    }
}

/// Whether a record has a field of this name that may be written.
fn is_writable(name: &str, subject: Subject) -> bool {
    let first = |path: &'static str| path.split(['.', '[']).next();
    let others: &[&str] = match subject {
        Subject::Contact => &["externalIds", "appleOpaqueIds", "externalOrganization"],
        Subject::Organization => &["externalIds"],
    };
    let custom = ["customFields", "schema"];
    others.contains(&name)
        || custom.contains(&name)
        || super::body::fields(subject).any(|field| first(super::body::path(field)) == Some(name))
}

fn apply_one(document: &mut Map<String, Json>, change: &PatchChange) -> Result<(), Refusal> {
    let wrong = |expected| FieldFault::Shape(change.field.clone(), expected);
    let steps = change.steps();
    let Some((&last, parents)) = steps.split_last() else {
        return Ok(());
    };
    let mut place = document;
    for &step in parents {
        let inner = place.entry(step).or_insert(Json::Null);
        if inner.is_null() {
            *inner = Json::Object(Map::new());
        }
        place = inner
            .as_object_mut()
            .ok_or_else(|| wrong("a field of an object"))?;
    }
    let current = place.entry(last).or_insert(Json::Null);
    let is_empty = is_empty(current);
    match change.action {
        PatchAction::Update => *current = change.value.clone(),
        PatchAction::UpdateIfEmpty if is_empty => *current = change.value.clone(),
        PatchAction::UpdateIfExists if !is_empty => *current = change.value.clone(),
        PatchAction::UpdateIfEmpty | PatchAction::UpdateIfExists => {}
        PatchAction::Remove => *current = Json::Null,
        PatchAction::AppendToCollection | PatchAction::RemoveFromCollection => {
            if current.is_null() {
                *current = Json::Array(Vec::new());
            }
            let list = current.as_array_mut().ok_or_else(|| wrong("a list"))?;
            let items = match &change.value {
                Json::Array(items) => items.as_slice(),
                one => std::slice::from_ref(one),
            };
            if change.action == PatchAction::RemoveFromCollection {
                list.retain(|held| !items.iter().any(|item| covers(item, held)));
            } else {
                for item in items {
                    if !list.iter().any(|held| covers(item, held)) {
                        list.push(item.clone());
                    }
                }
            }
        }
    }
    Ok(())
}

fn is_empty(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::String(text) => text.is_empty(),
        Json::Array(items) => items.is_empty(),
        Json::Object(fields) => fields.values().all(is_empty),
        Json::Bool(_) | Json::Number(_) => false,
    }
}

/// Whether an item of a request means one that is held: it may say more, such as the name of a source.
fn covers(item: &Json, held: &Json) -> bool {
    match (item, held) {
        (Json::Object(item), Json::Object(held)) => held
            .iter()
            .all(|(name, held)| item.get(name).is_some_and(|item| covers(item, held))),
        _ => item == held,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(before: &Json, field: &str, action: PatchAction, value: &Json, after: &Json) {
        let mut document = before.as_object().unwrap().clone();
        let change = PatchChange {
            field: field.to_owned(),
            action,
            value: value.clone(),
        };
        apply(&mut document, &[change], Subject::Contact).unwrap();
        assert_eq!(Json::Object(document), *after);
    }

    #[test]
    fn each_action_does_what_its_name_says() {
        use PatchAction::*;
        let ann = json!({"firstName": "Ann"});
        check(
            &ann,
            "$.firstName",
            Update,
            &json!("Bo"),
            &json!({"firstName": "Bo"}),
        );
        check(&ann, "firstName", UpdateIfEmpty, &json!("Bo"), &ann);
        check(
            &ann,
            "$.firstName",
            UpdateIfExists,
            &json!("Bo"),
            &json!({"firstName": "Bo"}),
        );
        check(
            &ann,
            "$.firstName",
            Remove,
            &json!(null),
            &json!({"firstName": null}),
        );
        check(
            &json!({}),
            "$.address.city",
            UpdateIfEmpty,
            &json!("Rome"),
            &json!({"address": {"city": "Rome"}}),
        );
        let id = |value: &str| json!({"externalSource": {"id": "s"}, "value": value});
        let named = json!({"externalSource": {"id": "s", "name": "CRM"}, "value": "1"});
        let held = json!({"externalIds": [id("1"), id("2")]});
        check(&held, "$.externalIds", AppendToCollection, &named, &held);
        check(
            &held,
            "$.externalIds",
            RemoveFromCollection,
            &json!([named]),
            &json!({"externalIds": [id("2")]}),
        );
    }

    #[test]
    fn what_is_not_there_to_be_written_is_refused() {
        let refused = |fields: &[&str]| {
            let changes: Vec<PatchChange> = fields
                .iter()
                .map(|field| PatchChange {
                    field: (*field).to_owned(),
                    action: PatchAction::Update,
                    value: json!("x"),
                })
                .collect();
            apply(&mut Map::new(), &changes, Subject::Contact).is_err()
        };
        assert!(refused(&["$.id"]));
        assert!(refused(&["$.identifiers"]));
        assert!(refused(&["$.externalIds[0].value"]));
        assert!(refused(&["$"]));
        assert!(refused(&[""]));
        assert!(refused(&["$.address", "$.address.city"]));
        assert!(refused(&["$.firstName", "firstName"]));
        assert!(!refused(&["$.address.city", "$.address.state"]));
    }
}
