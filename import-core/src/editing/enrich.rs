//! Enriching: a record is found by identifiers, and what a body says is brought to it, field by field by rules.

use std::sync::Arc;

use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::body::{self, ContactBody, OrganizationBody};
use super::contact::{edited, find_organization};
use super::custom::extend_tags;
use super::external_ids::{ArrayRule, check_contacts, check_name, combine};
use super::{Edited, FieldFault, Moment, Refusal, organization};
use crate::applying::{apply_to_contact, apply_to_organization};
use crate::columns::{Field, Kind, Subject};
use crate::engine::{Found, Known, change_contact};
use crate::record::{Identifier, StoredContact, StoredOrganization};
use crate::row::Value;
use crate::schema::Schema;
use crate::settings::Policy;

/// What may become of the records that are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// All become one, which is changed; a new one where there is none.
    Merge,
    /// The first is changed; a new one where there is none.
    Upsert,
    /// The first is changed; there has to be one.
    Update,
    /// A new one is made; there must be none.
    Insert,
}

/// What the fields of a body do to a record.
#[derive(Clone, Debug)]
pub struct FieldRules {
    /// To a field without a rule of its own.
    pub default: Policy,
    /// To a list without a rule of its own.
    pub default_list: ArrayRule,
    /// Paths, such as `$.address.city`, with what is done there and below.
    pub rules: Vec<(String, Option<Policy>, Option<ArrayRule>)>,
}

impl Default for FieldRules {
    /// Values that are given win, and nothing is emptied.
    fn default() -> Self {
        Self {
            default: Policy::Overwrite,
            default_list: ArrayRule::Fill,
            rules: Vec::new(),
        }
    }
}

impl FieldRules {
    /// Refuses rules of what is no field, and no group of fields, of such a record: they would do nothing.
    ///
    /// # Errors
    /// The paths.
    pub fn check(&self, subject: Subject) -> Result<(), Refusal> {
        let bad = self.rules.iter().map(|(path, ..)| path);
        let bad = bad.filter(|path| !is_known(path, subject));
        let faults: Vec<FieldFault> = bad.cloned().map(FieldFault::Unwritable).collect();
        if faults.is_empty() {
            Ok(())
        } else {
            Err(Refusal::Fields(faults))
        }
    }

    /// What the field of a path does.
    pub fn policy(&self, path: &str) -> Policy {
        let rules = self.rules.iter();
        let found = rules.filter_map(|(rule, policy, _)| Some((covers(rule, path)?, (*policy)?)));
        let nearest = found.max_by_key(|(depth, _)| *depth);
        nearest.map_or(self.default, |(_, policy)| policy)
    }

    fn list_rule(&self, path: &str) -> ArrayRule {
        let rules = self.rules.iter();
        let found = rules.filter_map(|(rule, _, list)| Some((covers(rule, path)?, (*list)?)));
        let nearest = found.max_by_key(|(depth, _)| *depth);
        nearest.map_or(self.default_list, |(_, list)| list)
    }
}

fn trim(path: &str) -> &str {
    let path = path.trim();
    path.strip_prefix("$.").unwrap_or(path)
}

fn is_known(rule: &str, subject: Subject) -> bool {
    if body::fields(subject).any(|field| covers(rule, body::path(field)).is_some()) {
        return true;
    }
    match (trim(rule), subject) {
        ("externalIds" | "customFields", _)
        | ("appleOpaqueIds" | "externalOrganization", Subject::Contact) => true,
        (rule, _) => {
            let key = rule.strip_prefix("customFields.").unwrap_or_default();
            let is_plain = |c: char| c.is_alphanumeric() || c == '_';
            !key.is_empty() && key.chars().all(is_plain)
        }
    }
}

/// How deep a rule's path is, where it is that of a field or of something around it.
fn covers(rule: &str, path: &str) -> Option<usize> {
    let path = path.replace("[0]", "");
    let mut steps = path.split('.');
    let rule = trim(rule).split('.');
    let mut depth = 0;
    for step in rule {
        if steps.next() != Some(step) {
            return None;
        }
        depth += 1;
    }
    Some(depth)
}

/// What is asked for of one record.
#[derive(Clone, Debug)]
pub struct Enrichment {
    /// What it is found by, in order.
    pub keys: Vec<Identifier>,
    /// What may become of what is found.
    pub action: Action,
    /// What the fields do.
    pub rules: FieldRules,
}

impl Enrichment {
    /// Refuses what the action does not allow with what is found.
    fn check<R>(
        &self,
        known: &[Arc<R>],
        describe: impl Fn(&R) -> (Uuid, Vec<Identifier>),
    ) -> Result<(), Refusal> {
        let described: Vec<(Uuid, Vec<Identifier>)> =
            known.iter().map(|record| describe(record)).collect();
        // The match of the first key that has one.
        let found = self.keys.iter().find_map(|key| {
            let mut holders = described.iter().filter(|(_, held)| held.contains(key));
            holders.next().map(|(id, _)| *id)
        });
        match (self.action, found) {
            (Action::Update, None) => Err(Refusal::NoMatch),
            (Action::Insert, Some(id)) => Err(Refusal::Exists(id)),
            _ => Ok(()),
        }
    }
}

/// Enriches a contact. The identifiers it is found by become its own, where a field can hold them.
///
/// # Errors
/// What the action does not allow, another contact has one of the external IDs, the organization is not there.
pub fn enrich_contact(
    known: Known,
    enrichment: &Enrichment,
    contact: &Map<String, Json>,
    schema: Option<&Schema>,
    moment: Moment<'_>,
) -> Result<Edited<StoredContact>, Refusal> {
    let rules = &enrichment.rules;
    let mut body = ContactBody::read(contact, schema, |path| rules.policy(path))?;
    let organization = find_organization(body.organization(), &known.organizations)?;
    enrichment.check(&known.contacts, |stored| {
        (stored.id, stored.contact.identifiers())
    })?;
    let organization = match rules.policy("externalOrganization") {
        Policy::Overwrite => organization.map(Some),
        Policy::OverwriteOrClear => Some(organization),
        // A contact that belongs to one stays there.
        Policy::Fill => {
            let belongs = belongs(&known.contacts, &enrichment.keys);
            organization.filter(|_| !belongs).map(Some)
        }
    };
    let others = known.contacts.clone();
    let changed = change_contact::<Refusal>(
        known.contacts,
        Found::By(&enrichment.keys),
        enrichment.action == Action::Merge,
        organization,
        moment,
        &mut |contact| {
            if let Some(ids) = list(
                body.external_ids.as_ref(),
                "externalIds",
                rules,
                !contact.external_ids.is_empty(),
            ) {
                combine(
                    &mut contact.external_ids,
                    ids,
                    rules.list_rule("externalIds"),
                )?;
            }
            let apple_ids = list(
                body.apple_ids.as_ref(),
                "appleOpaqueIds",
                rules,
                !contact.apple_opaque_ids.is_empty(),
            );
            if let Some(ids) = apple_ids {
                let rule = rules.list_rule("appleOpaqueIds");
                combine(&mut contact.apple_opaque_ids, ids, rule)?;
            }
            body.custom.check(&contact.custom_fields)?;
            extend_tags(
                &mut body.row,
                &body.settings,
                &contact.custom_fields,
                |path| rules.list_rule(path),
            )?;
            Ok(apply_to_contact(contact, &body.row, &body.settings)?)
        },
    )?;
    check_contacts(&changed.changes, &others)?;
    Ok(edited(changed))
}

fn belongs(known: &[Arc<StoredContact>], keys: &[Identifier]) -> bool {
    known.iter().any(|stored| {
        let held = stored.contact.identifiers();
        stored.organization.is_some() && keys.iter().any(|key| held.contains(key))
    })
}

/// The items that a body brings to a list, if the policy lets them.
fn list<'a, T>(
    brought: Option<&'a Vec<T>>,
    path: &str,
    rules: &FieldRules,
    is_filled: bool,
) -> Option<&'a [T]> {
    match (rules.policy(path), brought) {
        (Policy::OverwriteOrClear, brought) => Some(brought.map_or(&[][..], Vec::as_slice)),
        (Policy::Fill, _) if is_filled => None,
        (_, brought) => brought.map(Vec::as_slice),
    }
}

/// Enriches an organization. It is changed or created, never merged.
///
/// # Errors
/// What the action does not allow, it has no name, another has one of the external IDs.
pub fn enrich_organization(
    known: Known,
    enrichment: &Enrichment,
    organization: &Map<String, Json>,
    schema: Option<&Schema>,
    moment: Moment<'_>,
) -> Result<Edited<StoredOrganization>, Refusal> {
    let rules = &enrichment.rules;
    let mut body = OrganizationBody::read(organization, schema, |path| rules.policy(path))?;
    enrichment.check(&known.organizations, |stored| {
        (stored.id, stored.organization.identifiers())
    })?;
    organization::write(
        known,
        Found::By(&enrichment.keys),
        moment,
        &mut |organization| {
            if let Some(ids) = list(
                body.external_ids.as_ref(),
                "externalIds",
                rules,
                !organization.external_ids.is_empty(),
            ) {
                combine(
                    &mut organization.external_ids,
                    ids,
                    rules.list_rule("externalIds"),
                )?;
            }
            extend_lists(&mut body, organization, rules);
            body.custom.check(&organization.custom_fields)?;
            extend_tags(
                &mut body.row,
                &body.settings,
                &organization.custom_fields,
                |path| rules.list_rule(path),
            )?;
            apply_to_organization(organization, &body.row, &body.settings);
            check_name(organization.name.as_ref())
        },
    )
}

/// Puts what is held before what is brought, in lists that are not replaced.
fn extend_lists(
    body: &mut OrganizationBody,
    held: &crate::record::Organization,
    rules: &FieldRules,
) {
    for cell in &mut body.row.cells {
        if cell.field.kind() != Kind::List
            || rules.list_rule(body::path(cell.field)) == ArrayRule::Replace
        {
            continue;
        }
        let mut items: Vec<String> = match cell.field {
            Field::OrganizationTags => held.tags.clone(),
            Field::OrganizationWebsites => held.websites.clone(),
            _ => held.tickers.iter().map(ToString::to_string).collect(),
        };
        if let Some(Value::List(brought)) = &mut cell.value {
            let new: Vec<String> = brought
                .drain(..)
                .filter(|item| !items.contains(item))
                .collect();
            items.extend(new);
            *brought = items;
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::outcome::Outcome;
    use crate::record::{Contact, IdentifierKind};

    fn key(email: &str) -> Identifier {
        Identifier::new(IdentifierKind::Email, email)
    }

    fn stored(number: u128, email: &str) -> StoredContact {
        StoredContact {
            id: Uuid::from_u128(number),
            contact: Contact {
                work_email: Some(email.to_owned()),
                title: Some("CTO".to_owned()),
                ..Contact::default()
            },
            organization: None,
            created: i64::try_from(number).unwrap(),
            modified: 1,
            version: 1,
            merge_set: Vec::new(),
        }
    }

    fn enrich(
        action: Action,
        emails: &[&str],
        rules: FieldRules,
        body: &Json,
    ) -> Result<Edited<StoredContact>, Refusal> {
        let known = Known {
            contacts: vec![stored(1, "a@x.org").into(), stored(2, "b@x.org").into()],
            ..Known::default()
        };
        let enrichment = Enrichment {
            keys: emails.iter().map(|email| key(email)).collect(),
            action,
            rules,
        };
        let mut new_id = || Uuid::from_u128(9);
        let moment = Moment {
            now: 10,
            new_id: &mut new_id,
        };
        enrich_contact(known, &enrichment, body.as_object().unwrap(), None, moment)
    }

    #[test]
    fn actions_decide_between_what_is_there_and_something_new() {
        let outcome = |action, emails: &[&str]| {
            enrich(
                action,
                emails,
                FieldRules::default(),
                &json!({"title": "CEO"}),
            )
            .map(|edited| (edited.outcome, edited.record.id.as_u128()))
        };
        let both = ["b@x.org", "a@x.org"];
        assert_eq!(outcome(Action::Merge, &both), Ok((Outcome::Merged, 2)));
        assert_eq!(outcome(Action::Upsert, &both), Ok((Outcome::Updated, 2)));
        assert_eq!(outcome(Action::Update, &both), Ok((Outcome::Updated, 2)));
        assert_eq!(
            outcome(Action::Insert, &both),
            Err(Refusal::Exists(Uuid::from_u128(2)))
        );
        assert_eq!(
            outcome(Action::Merge, &["c@x.org"]),
            Ok((Outcome::Created, 9))
        );
        assert_eq!(
            outcome(Action::Upsert, &["c@x.org"]),
            Ok((Outcome::Created, 9))
        );
        assert_eq!(outcome(Action::Update, &["c@x.org"]), Err(Refusal::NoMatch));
        assert_eq!(
            outcome(Action::Insert, &["c@x.org"]),
            Ok((Outcome::Created, 9))
        );
    }

    #[test]
    fn the_nearest_rule_decides_and_a_pushed_out_email_is_kept() {
        let rules = FieldRules {
            default: Policy::Fill,
            rules: vec![
                ("$.address".to_owned(), Some(Policy::OverwriteOrClear), None),
                ("$.address.city".to_owned(), Some(Policy::Fill), None),
                ("workEmail".to_owned(), Some(Policy::Overwrite), None),
            ],
            ..FieldRules::default()
        };
        assert_eq!(rules.policy("address.city"), Policy::Fill);
        assert_eq!(rules.policy("address.state"), Policy::OverwriteOrClear);
        assert_eq!(rules.policy("lineId.ids[0].userId"), Policy::Fill);
        let body = json!({"title": "CEO", "workEmail": "new@x.org"});
        let after = enrich(Action::Update, &["a@x.org"], rules, &body).unwrap();
        let contact = after.record.contact;
        assert_eq!(contact.title.as_deref(), Some("CTO"));
        assert_eq!(contact.work_email.as_deref(), Some("new@x.org"));
        assert_eq!(contact.personal_email.as_deref(), Some("a@x.org"));
    }

    #[test]
    fn a_rule_of_what_is_no_field_is_refused() {
        let rules = |path: &str| FieldRules {
            rules: vec![(path.to_owned(), None, None)],
            ..FieldRules::default()
        };
        for bad in [
            "$.externalIds[0]",
            "$.a..b",
            "$.title.",
            "",
            "$.shoeSize",
            "$.address.cty",
            "$.id",
            "$.customFields.",
        ] {
            let refused = rules(bad).check(Subject::Contact);
            let fault = FieldFault::Unwritable(bad.to_owned());
            assert_eq!(refused, Err(Refusal::Fields(vec![fault])), "{bad}");
        }
        for good in [
            "$.title",
            "title",
            "$.address",
            "$.address.city",
            "$.workPhone",
            "$.lineId.ids",
            "$.externalIds",
            "$.externalOrganization",
            "$.customFields",
            "$.customFields.a_text",
        ] {
            assert_eq!(rules(good).check(Subject::Contact), Ok(()), "{good}");
        }
        assert_eq!(rules("$.tickers").check(Subject::Organization), Ok(()));
        assert!(rules("$.firstName").check(Subject::Organization).is_err());
    }
}
