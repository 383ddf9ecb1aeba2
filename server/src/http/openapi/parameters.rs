//! The parameters of queries and paths.

use serde_json::{Value, json};

/// A parameter of a query.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parameter {
    pub(super) name: &'static str,
    kind: Kind,
    text: &'static str,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Text,
    Id,
    Flag,
    /// From 1; more counts as the limit.
    Count,
    /// Repeated, or with commas between.
    Texts,
    Word(&'static [&'static str]),
}

const fn parameter(name: &'static str, kind: Kind, text: &'static str) -> Parameter {
    Parameter { name, kind, text }
}

macro_rules! parameters {
    ($($constant:ident $name:literal $kind:expr, $text:literal;)*) => {
        $(pub(super) const $constant: Parameter = parameter($name, $kind, $text);)*
    };
}

parameters! {
    PAGE_SIZE "pageSize" Kind::Count, "How many entries; more than the most of this list counts as that.";
    PAGE_NUMBER "pageNumber" Kind::Count, "Which page, from 1.";
    AFTER "after" Kind::Text, "Where the list goes on: the cursor that the page before gave.";
    LIMIT "limit" Kind::Count, "How many entries; more than the most of this list counts as that.";
    CURSOR "cursor" Kind::Text, "Where the list goes on: the cursor that the page before gave.";
    SORT_ORDER "sortOrder" Kind::Word(&["Ascending", "Descending"]), "By age.";
    SORT_FIELDS "sortOrder" Kind::Texts, "Fields with `:asc` or `:desc` behind them.";
    NAME "name" Kind::Text, "The beginning of the name, without case.";
    ACTIVE "active" Kind::Flag, "Only those that are active, or not.";
    QUERY "q" Kind::Text, "Words of a name, or the beginning of an identifier.";
    PROBLEM_TEXT "q" Kind::Text, "A part of the column or the value, or the number of the row.";
    EXPAND "expand" Kind::Texts, "What is shown beside the record, such as `externalOrganization`.";
    DIVISIONS "divisionIds" Kind::Texts, "Only of these divisions.";
    DIVISION "divisionId" Kind::Text, "Of this division; `*` is Unassigned.";
    VALUE "lookupVal" Kind::Text, "An e-mail address, a phone number or an account. Required.";
    DRY_RUN "dryRun" Kind::Flag, "Whether to tell only what would be there.";
    PROFILE "externalSettingsId" Kind::Id, "Only those of this import setting.";
    JOB_STATUS "jobStatus" Kind::Word(&["Created", "Running", "Completed", "Failed", "Cancelled"]), "Only jobs with this status.";
    PHASE "phase" Kind::Word(&["validation", "import"]), "Which pass; the last one where nothing is said.";
    CODE "code" Kind::Text, "Only problems of this kind.";
    SEVERITY "severity" Kind::Word(&["error", "warning"]), "Only errors, or only warnings.";
    OUTCOME "outcome" Kind::Word(&["created", "updated", "merged", "unchanged", "rejected"]), "Only rows with this outcome.";
    ONLY "only" Kind::Word(&["failed"]), "Only rows that were not imported; of an undo, only records that it kept.";
    COMPARED_TEXT "q" Kind::Text, "A part of a cell or of what the record holds, or the number of the row.";
    COMPARED_ONLY "only" Kind::Word(&["different"]), "Only rows that differ from their records.";
    ACTION "action" Kind::Word(&["removed", "restored", "separated", "kept"]), "Only records that this was done with.";
    TRUSTORS "includeTrustors" Kind::Flag, "Says nothing here.";
    TRUSTOR "trustorId" Kind::Text, "Says nothing here.";
}

impl Parameter {
    /// As the description has it.
    pub(super) fn show(self) -> Value {
        let schema = match self.kind {
            Kind::Text => json!({"type": "string"}),
            Kind::Id => json!({"type": "string", "format": "uuid"}),
            Kind::Flag => json!({"type": "boolean"}),
            Kind::Count => json!({"type": "integer", "minimum": 1}),
            Kind::Texts => json!({"type": "array", "items": {"type": "string"}}),
            Kind::Word(words) => json!({"type": "string", "enum": words}),
        };
        json!({"name": self.name, "in": "query", "description": self.text, "schema": schema})
    }
}

/// The parameters of a path.
pub(super) fn of_path(path: &str, id_is_text: bool) -> Vec<Value> {
    let steps = path.split('/');
    let names = steps.filter_map(|step| step.strip_prefix('{')?.strip_suffix('}'));
    names
        .map(|name| {
            let (text, schema) = match name {
                "number" => ("The batch, from 0.", json!({"type": "integer", "minimum": 0})),
                "division" => ("The division's id; `all` is everywhere.", json!({"type": "string"})),
                "role" => ("The role's id.", json!({"type": "string", "format": "uuid"})),
                _ if id_is_text => ("Its id; `*` is Unassigned.", json!({"type": "string"})),
                _ => ("Its id.", json!({"type": "string", "format": "uuid"})),
            };
            json!({"name": name, "in": "path", "required": true, "description": text, "schema": schema})
        })
        .collect()
}
