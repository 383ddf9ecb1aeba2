//! What requests to enrich contacts and organizations have in common.

use import_core::api::{ArrayAction, EnrichAction, EnrichRequest, FieldAction};
use import_core::columns::Subject;
use import_core::editing::{Action, ArrayRule, Enrichment, FieldRules};
use import_core::matching::MAX_MATCHES;
use import_core::settings::Policy;
use serde_json::{Map, Value};

use super::desk::{UNASSIGNED, claim, division_of};
use crate::http::ApiError;

/// The division that a request names, or the record in it.
pub(super) fn division(
    request: &EnrichRequest,
    body: &Map<String, Value>,
) -> Result<String, ApiError> {
    let named = request.division.as_ref();
    let named = named.and_then(|division| division.id.as_deref());
    let inner = division_of(body)?;
    if let (Some(named), Some(inner)) = (named, inner)
        && named != inner
    {
        let message = format!("`{inner}` is not the division of the request, `{named}`");
        return Err(ApiError::field("division.id", message));
    }
    Ok(named.or(inner).unwrap_or(UNASSIGNED).to_owned())
}

/// What a request asks for, which has at least this many identifiers.
pub(super) fn enrichment(
    request: &EnrichRequest,
    action: EnrichAction,
    subject: Subject,
    fewest: usize,
) -> Result<Enrichment, ApiError> {
    let found = request.matching_identifiers.len();
    if found < fewest || found > MAX_MATCHES {
        let message = format!("{found} identifiers, {fewest} to {MAX_MATCHES} were expected");
        return Err(ApiError::field("matchingIdentifiers", message));
    }
    let keys = request.matching_identifiers.iter();
    let keys = keys.map(|identifier| Ok(claim(identifier)?.identifier));
    let rules = rules(request);
    rules.check(subject)?;
    Ok(Enrichment {
        keys: keys.collect::<Result<_, ApiError>>()?,
        action: match action {
            EnrichAction::Merge => Action::Merge,
            EnrichAction::Upsert => Action::Upsert,
            EnrichAction::Update => Action::Update,
            EnrichAction::Insert => Action::Insert,
        },
        rules,
    })
}

fn rules(request: &EnrichRequest) -> FieldRules {
    let Some(wanted) = &request.field_rules else {
        return FieldRules::default();
    };
    let defaults = FieldRules::default();
    let rules = wanted.rules.iter().flatten().map(|rule| {
        (
            rule.field.clone(),
            rule.action.map(policy),
            rule.array_action.map(list_rule),
        )
    });
    FieldRules {
        default: wanted.default_action.map_or(defaults.default, policy),
        default_list: wanted
            .default_array_action
            .map_or(defaults.default_list, list_rule),
        rules: rules.collect(),
    }
}

const fn policy(action: FieldAction) -> Policy {
    match action {
        FieldAction::AlwaysUseProvided => Policy::OverwriteOrClear,
        FieldAction::PreferExisting => Policy::Fill,
        FieldAction::PreferProvided => Policy::Overwrite,
    }
}

const fn list_rule(action: ArrayAction) -> ArrayRule {
    match action {
        ArrayAction::Replace => ArrayRule::Replace,
        ArrayAction::Extend => ArrayRule::Extend,
        ArrayAction::Fill => ArrayRule::Fill,
    }
}
