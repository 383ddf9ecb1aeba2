//! What each route is for, in words, and the parameters of its query. The order is that of the readable page.

use super::parameters::{
    ACTION, ACTIVE, AFTER, CODE, COMPARED_ONLY, COMPARED_TEXT, CURSOR, DIVISION, DIVISIONS,
    DRY_RUN, EXPAND, JOB_STATUS, LIMIT, NAME, ONLY, OUTCOME, PAGE_NUMBER, PAGE_SIZE, PHASE,
    PROBLEM_TEXT, PROFILE, Parameter, QUERY, SEVERITY, SORT_FIELDS, SORT_ORDER, TRUSTOR, TRUSTORS,
    VALUE,
};

/// Routes that belong together.
pub(super) struct Section {
    pub(super) name: &'static str,
    pub(super) operations: &'static [Operation],
}

/// What is said of a route.
#[derive(Clone, Copy)]
pub(super) struct Operation {
    /// Method and path.
    pub(super) route: &'static str,
    /// What it does, in one sentence.
    pub(super) summary: &'static str,
    /// What its query may hold.
    pub(super) query: &'static [Parameter],
    /// The kind of a body that is not JSON.
    pub(super) body: Option<&'static str>,
}

const fn op(route: &'static str, summary: &'static str, query: &'static [Parameter]) -> Operation {
    Operation {
        route,
        summary,
        query,
        body: None,
    }
}

/// One that takes a body of another kind than JSON.
const fn takes(kind: &'static str, operation: Operation) -> Operation {
    Operation {
        body: Some(kind),
        ..operation
    }
}

/// What is said of a route.
pub(super) fn find(method: &str, path: &str) -> Option<(&'static str, &'static Operation)> {
    SECTIONS.iter().find_map(|section| {
        let mut operations = section.operations.iter();
        let found = operations.find(|one| one.route.split_once(' ') == Some((method, path)));
        Some((section.name, found?))
    })
}

const SEARCH: &[Parameter] = &[
    PAGE_SIZE,
    PAGE_NUMBER,
    QUERY,
    SORT_FIELDS,
    EXPAND,
    DIVISIONS,
];
const SEARCH_ORGANIZATIONS: &[Parameter] = &[
    PAGE_SIZE,
    PAGE_NUMBER,
    QUERY,
    SORT_FIELDS,
    EXPAND,
    DIVISIONS,
    TRUSTOR,
    TRUSTORS,
];
const PAGE: &[Parameter] = &[PAGE_SIZE, PAGE_NUMBER];
const NAMED_PAGE: &[Parameter] = &[PAGE_SIZE, PAGE_NUMBER, NAME];

#[rustfmt::skip]
pub(super) const SECTIONS: &[Section] = &[
    Section { name: "Contacts", operations: &[
        op("GET /api/v2/externalcontacts/contacts", "The contacts that are looked for, newest first.", SEARCH),
        op("POST /api/v2/externalcontacts/contacts", "Adds a contact. It is matched with no other.", &[]),
        op("GET /api/v2/externalcontacts/contacts/{id}", "One contact, be it live or merged into another.", &[EXPAND]),
        op("PUT /api/v2/externalcontacts/contacts/{id}", "Replaces a contact. What the body leaves out is emptied.", &[]),
        op("PATCH /api/v2/externalcontacts/contacts/{id}", "Changes single fields of a contact.", &[]),
        op("DELETE /api/v2/externalcontacts/contacts/{id}", "Deletes a contact and the records behind it.", &[]),
        op("GET /api/v2/externalcontacts/contacts/{id}/unresolved", "One contact as it is itself, also where it was merged.", &[EXPAND]),
        op("GET /api/v2/externalcontacts/contacts/{id}/identifiers", "What a contact is found by.", &[]),
        op("PATCH /api/v2/externalcontacts/contacts/{id}/identifiers", "Gives a contact an identifier, or takes it away.", &[]),
        op("POST /api/v2/externalcontacts/contacts/search", "The contacts that a body asks for.", &[]),
        op("POST /api/v2/externalcontacts/contacts/merge", "Merges contacts into the first.", &[]),
        op("POST /api/v2/externalcontacts/contacts/enrich", "Brings what is known to the contact that it is known of.", &[DRY_RUN]),
        op("POST /api/v2/externalcontacts/bulk/contacts", "Contacts by their ids.", &[]),
        op("POST /api/v2/externalcontacts/bulk/contacts/divisionviews", "Contacts by their ids, for those who search.", &[]),
        op("POST /api/v2/externalcontacts/bulk/contacts/unresolved", "Contacts by their ids, as they are themselves.", &[]),
        op("POST /api/v2/externalcontacts/bulk/contacts/add", "Adds contacts.", &[]),
        op("POST /api/v2/externalcontacts/bulk/contacts/update", "Replaces contacts.", &[]),
        op("POST /api/v2/externalcontacts/bulk/contacts/remove", "Deletes contacts.", &[]),
        op("POST /api/v2/externalcontacts/bulk/contacts/enrich", "Enriches contacts.", &[DRY_RUN]),
    ]},
    Section { name: "Organizations", operations: &[
        op("GET /api/v2/externalcontacts/organizations", "The organizations that are looked for, newest first.", SEARCH_ORGANIZATIONS),
        op("POST /api/v2/externalcontacts/organizations", "Adds an organization.", &[]),
        op("GET /api/v2/externalcontacts/organizations/{id}", "One organization.", &[EXPAND, TRUSTORS]),
        op("PUT /api/v2/externalcontacts/organizations/{id}", "Replaces an organization. What the body leaves out is emptied.", &[]),
        op("PATCH /api/v2/externalcontacts/organizations/{id}", "Changes single fields of an organization.", &[]),
        op("DELETE /api/v2/externalcontacts/organizations/{id}", "Deletes an organization. Its contacts stay.", &[]),
        op("GET /api/v2/externalcontacts/organizations/{id}/contacts", "The contacts of an organization.", SEARCH),
        op("GET /api/v2/externalcontacts/organizations/{id}/identifiers", "What an organization is found by.", &[]),
        op("PATCH /api/v2/externalcontacts/organizations/{id}/identifiers", "Gives an organization an external ID, or takes it away.", &[]),
        op("POST /api/v2/externalcontacts/organizations/enrich", "Brings what is known to the organization that it is known of.", &[DRY_RUN]),
        op("POST /api/v2/externalcontacts/bulk/organizations", "Organizations by their ids.", &[]),
        op("POST /api/v2/externalcontacts/bulk/organizations/divisionviews", "Organizations by their ids, for those who search.", &[]),
        op("POST /api/v2/externalcontacts/bulk/organizations/add", "Adds organizations.", &[]),
        op("POST /api/v2/externalcontacts/bulk/organizations/update", "Replaces organizations.", &[]),
        op("POST /api/v2/externalcontacts/bulk/organizations/remove", "Deletes organizations.", &[]),
        op("POST /api/v2/externalcontacts/bulk/organizations/enrich", "Enriches organizations.", &[DRY_RUN]),
    ]},
    Section { name: "Finding", operations: &[
        op("POST /api/v2/externalcontacts/identifierlookup", "The oldest contact that holds an identifier.", &[EXPAND]),
        op("POST /api/v2/externalcontacts/identifierlookup/contacts", "The oldest contact that holds an identifier.", &[EXPAND]),
        op("POST /api/v2/externalcontacts/identifierlookup/organizations", "The oldest organization that holds an external ID.", &[EXPAND]),
        op("GET /api/v2/externalcontacts/reversewhitepageslookup", "The contacts that hold a value, whatever it may be.", &[VALUE, DIVISION, EXPAND]),
        op("GET /api/v2/externalcontacts/scan/contacts", "Every contact of a division, page by page.", &[LIMIT, CURSOR, DIVISION]),
        op("GET /api/v2/externalcontacts/scan/contacts/divisionviews/all", "Every contact, page by page.", &[LIMIT, CURSOR]),
        op("GET /api/v2/externalcontacts/scan/organizations", "Every organization of a division, page by page.", &[LIMIT, CURSOR, DIVISION]),
        op("GET /api/v2/externalcontacts/scan/organizations/divisionviews/all", "Every organization, page by page.", &[LIMIT, CURSOR]),
    ]},
    Section { name: "Custom fields", operations: &[
        op("GET /api/v2/externalcontacts/contacts/schemas", "The schema of custom fields of contacts, in a list.", &[]),
        op("POST /api/v2/externalcontacts/contacts/schemas", "Makes the schema of custom fields of contacts.", &[]),
        op("GET /api/v2/externalcontacts/contacts/schemas/coretypes", "What custom fields can be.", &[]),
        op("GET /api/v2/externalcontacts/contacts/schemas/coretypes/{id}", "One type of custom fields, by its name.", &[]),
        op("GET /api/v2/externalcontacts/contacts/schemas/limits", "How many custom fields there can be, and how long their names.", &[]),
        op("GET /api/v2/externalcontacts/contacts/schemas/{id}", "The newest version of a schema.", &[]),
        op("PUT /api/v2/externalcontacts/contacts/schemas/{id}", "Makes the next version of a schema. Fields that it leaves out are retired.", &[]),
        op("DELETE /api/v2/externalcontacts/contacts/schemas/{id}", "Removes a schema. Records keep what they hold.", &[]),
        op("GET /api/v2/externalcontacts/contacts/schemas/{id}/versions", "Every version of a schema.", &[]),
        op("GET /api/v2/externalcontacts/contacts/schemas/{id}/versions/{number}", "One version of a schema.", &[]),
        op("GET /api/v2/externalcontacts/organizations/schemas", "The schema of custom fields of organizations, in a list.", &[]),
        op("POST /api/v2/externalcontacts/organizations/schemas", "Makes the schema of custom fields of organizations.", &[]),
        op("GET /api/v2/externalcontacts/organizations/schemas/coretypes", "What custom fields can be.", &[]),
        op("GET /api/v2/externalcontacts/organizations/schemas/coretypes/{id}", "One type of custom fields, by its name.", &[]),
        op("GET /api/v2/externalcontacts/organizations/schemas/limits", "How many custom fields there can be, and how long their names.", &[]),
        op("GET /api/v2/externalcontacts/organizations/schemas/{id}", "The newest version of a schema.", &[]),
        op("PUT /api/v2/externalcontacts/organizations/schemas/{id}", "Makes the next version of a schema. Fields that it leaves out are retired.", &[]),
        op("GET /api/v2/externalcontacts/organizations/schemas/{id}/versions", "Every version of a schema.", &[]),
        op("GET /api/v2/externalcontacts/organizations/schemas/{id}/versions/{number}", "One version of a schema.", &[]),
    ]},
    Section { name: "Exports", operations: &[
        op("GET /api/v2/externalcontacts/contacts/exports", "The exports of contacts, newest first.", &[PAGE_SIZE, AFTER, DIVISIONS]),
        op("POST /api/v2/externalcontacts/contacts/exports", "Lets contacts be exported.", &[]),
        op("GET /api/v2/externalcontacts/contacts/exports/{id}", "One export, with the address of its file once that is there.", &[]),
        op("GET /api/v2/externalcontacts/contacts/exports/{id}/file", "The file of an export.", &[]),
        op("GET /api/v2/externalcontacts/organizations/exports", "The exports of organizations, newest first.", &[PAGE_SIZE, AFTER, DIVISIONS]),
        op("POST /api/v2/externalcontacts/organizations/exports", "Lets organizations be exported.", &[]),
        op("GET /api/v2/externalcontacts/organizations/exports/{id}", "One export, with the address of its file once that is there.", &[]),
        op("GET /api/v2/externalcontacts/organizations/exports/{id}/file", "The file of an export.", &[]),
    ]},
    Section { name: "Imports", operations: &[
        op("POST /api/v2/externalcontacts/import/csv/uploads", "Announces a file.", &[]),
        takes("text/csv", op("PUT /api/v2/externalcontacts/import/csv/uploads/{id}", "Takes a whole file and closes the upload.", &[])),
        op("PUT /api/v2/externalcontacts/import/csv/uploads/{id}/rows/{number}", "Takes a batch of rows, compressed by gzip. It may be sent again.", &[]),
        op("POST /api/v2/externalcontacts/import/csv/uploads/{id}/complete", "Closes an upload that came in batches.", &[]),
        op("GET /api/v2/externalcontacts/import/csv/uploads/{id}/details", "What was found about a file.", &[]),
        op("GET /api/v2/externalcontacts/import/csv/uploads/{id}/preview", "The columns and the first rows of a file.", &[]),
        op("POST /api/v2/externalcontacts/import/csv/jobs", "Makes a job of a complete upload. Its validation begins.", &[]),
        op("GET /api/v2/externalcontacts/import/jobs", "The jobs, oldest first.", &[PAGE_SIZE, AFTER, SORT_ORDER, JOB_STATUS, EXPAND]),
        op("POST /api/v2/externalcontacts/import/jobs", "Makes a job that waits for its rows. They go to the upload with the job's id.", &[]),
        op("GET /api/v2/externalcontacts/import/jobs/{id}", "One job.", &[EXPAND]),
        op("PUT /api/v2/externalcontacts/import/jobs/{id}", "Tells a job to go on, to stop or to try again.", &[]),
        op("GET /api/v2/externalcontacts/import/jobs/{id}/events", "A job whenever it changes, as server-sent events.", &[]),
        op("GET /api/v2/externalcontacts/import/jobs/{id}/problems", "What was found about the rows of a job.", &[PHASE, PAGE_SIZE, AFTER, CODE, SEVERITY, PROBLEM_TEXT]),
        op("GET /api/v2/externalcontacts/import/jobs/{id}/problems/summary", "How many problems of each kind a job has.", &[PHASE]),
        op("GET /api/v2/externalcontacts/import/jobs/{id}/rows", "What became of the rows of a job.", &[PHASE, PAGE_SIZE, AFTER, OUTCOME]),
        op("GET /api/v2/externalcontacts/import/jobs/{id}/report", "The report of a job, as a file.", &[PHASE, ONLY]),
        op("GET /api/v2/externalcontacts/import/jobs/{id}/undo", "What an undo did with the records.", &[PAGE_SIZE, AFTER, ACTION]),
        op("POST /api/v2/externalcontacts/import/jobs/{id}/undo", "Undoes an import.", &[]),
    ]},
    Section { name: "Legacy imports", operations: &[
        op("POST /api/v2/externalcontacts/import/legacy/uploads", "Announces a file of the legacy layout.", &[]),
        takes("text/csv", op("PUT /api/v2/externalcontacts/import/legacy/uploads/{id}", "Takes a whole file and closes the upload.", &[])),
        op("PUT /api/v2/externalcontacts/import/legacy/uploads/{id}/rows/{number}", "Takes a batch of rows, compressed by gzip. It may be sent again.", &[]),
        op("POST /api/v2/externalcontacts/import/legacy/uploads/{id}/complete", "Closes an upload that came in batches.", &[]),
        op("POST /api/v2/externalcontacts/import/legacy/jobs", "Makes a job of a complete upload. Its validation begins.", &[]),
        op("GET /api/v2/externalcontacts/import/legacy/jobs/{id}", "One job.", &[EXPAND]),
        op("PUT /api/v2/externalcontacts/import/legacy/jobs/{id}", "Tells a job to go on, to stop or to try again.", &[]),
        op("GET /api/v2/externalcontacts/import/legacy/jobs/{id}/events", "A job whenever it changes, as server-sent events.", &[]),
        op("GET /api/v2/externalcontacts/import/legacy/jobs/{id}/problems", "What was found about the rows of a job.", &[PHASE, PAGE_SIZE, AFTER, CODE, SEVERITY, PROBLEM_TEXT]),
        op("GET /api/v2/externalcontacts/import/legacy/jobs/{id}/problems/summary", "How many problems of each kind a job has.", &[PHASE]),
        op("GET /api/v2/externalcontacts/import/legacy/jobs/{id}/report", "The report of a job, as a file.", &[PHASE, ONLY]),
        op("GET /api/v2/externalcontacts/import/legacy/jobs/{id}/comparison", "The rows of a job beside their records.", &[PAGE_SIZE, AFTER, COMPARED_TEXT, COMPARED_ONLY]),
        op("GET /api/v2/externalcontacts/import/legacy/jobs/{id}/undo", "What an undo did with the records.", &[PAGE_SIZE, AFTER, ACTION]),
        op("POST /api/v2/externalcontacts/import/legacy/jobs/{id}/undo", "Undoes an import.", &[]),
    ]},
    Section { name: "Sources and import settings", operations: &[
        op("GET /api/v2/externalcontacts/externalsources", "The external sources, by name.", &[LIMIT, CURSOR, NAME, ACTIVE]),
        op("POST /api/v2/externalcontacts/externalsources", "Adds an external source.", &[]),
        op("GET /api/v2/externalcontacts/externalsources/{id}", "One external source.", &[]),
        op("PUT /api/v2/externalcontacts/externalsources/{id}", "Replaces an external source.", &[]),
        op("DELETE /api/v2/externalcontacts/externalsources/{id}", "Removes an external source that no import setting uses.", &[]),
        op("GET /api/v2/externalcontacts/import/settings", "The import settings.", &[PAGE_SIZE, AFTER, SORT_ORDER, NAME]),
        op("POST /api/v2/externalcontacts/import/settings", "Adds an import setting.", &[]),
        op("GET /api/v2/externalcontacts/import/settings/{id}", "One import setting.", &[]),
        op("PUT /api/v2/externalcontacts/import/settings/{id}", "Replaces an import setting.", &[]),
        op("DELETE /api/v2/externalcontacts/import/settings/{id}", "Removes an import setting and its mappings.", &[]),
        op("GET /api/v2/externalcontacts/import/csv/settings", "The mappings of columns.", &[PAGE_SIZE, AFTER, PROFILE]),
        op("POST /api/v2/externalcontacts/import/csv/settings", "Adds a mapping.", &[]),
        op("GET /api/v2/externalcontacts/import/csv/settings/{id}", "One mapping.", &[]),
        op("PUT /api/v2/externalcontacts/import/csv/settings/{id}", "Replaces a mapping.", &[]),
        op("DELETE /api/v2/externalcontacts/import/csv/settings/{id}", "Removes a mapping.", &[]),
    ]},
    Section { name: "Users, roles and divisions", operations: &[
        op("GET /api/v2/users/me", "Who asks, and what they may do.", &[]),
        op("GET /api/v2/users", "The users, by name.", PAGE),
        op("POST /api/v2/users", "Adds a user without any role.", &[]),
        op("GET /api/v2/users/{id}", "One user.", &[]),
        op("PATCH /api/v2/users/{id}", "Renames, disables or enables a user.", &[]),
        op("DELETE /api/v2/users/{id}", "Removes a user.", &[]),
        op("POST /api/v2/users/{id}/password", "Gives a user another password.", &[]),
        op("GET /api/v2/authorization/roles", "The roles, by name.", NAMED_PAGE),
        op("POST /api/v2/authorization/roles", "Adds a role.", &[]),
        op("GET /api/v2/authorization/roles/{id}", "One role.", &[]),
        op("PUT /api/v2/authorization/roles/{id}", "Replaces a role.", &[]),
        op("DELETE /api/v2/authorization/roles/{id}", "Removes a role that nobody has.", &[]),
        op("GET /api/v2/authorization/divisions", "The divisions in which one may do anything, by name.", NAMED_PAGE),
        op("POST /api/v2/authorization/divisions", "Adds a division.", &[]),
        op("GET /api/v2/authorization/divisions/{id}", "One division.", &[]),
        op("PUT /api/v2/authorization/divisions/{id}", "Renames a division.", &[]),
        op("DELETE /api/v2/authorization/divisions/{id}", "Removes a division without records and jobs.", &[]),
        op("GET /api/v2/authorization/subjects/me", "What was granted to who asks.", &[]),
        op("GET /api/v2/authorization/subjects/{id}", "What was granted to a user or an API client.", &[]),
        op("POST /api/v2/authorization/subjects/{id}/bulkadd", "Grants roles.", &[]),
        op("POST /api/v2/authorization/subjects/{id}/bulkremove", "Takes roles away.", &[]),
        op("POST /api/v2/authorization/subjects/{id}/bulkreplace", "Grants these roles and no other.", &[]),
        op("POST /api/v2/authorization/subjects/{id}/divisions/{division}/roles/{role}", "Grants a role in a division.", &[]),
        op("DELETE /api/v2/authorization/subjects/{id}/divisions/{division}/roles/{role}", "Takes a role in a division away.", &[]),
    ]},
    Section { name: "API clients", operations: &[
        op("POST /oauth/token", "Gives an API client a token for its id and secret.", &[]),
        op("GET /api/v2/tokens/me", "What the token of the request stands for.", &[]),
        op("DELETE /api/v2/tokens/me", "Ends the token of the request, or the session.", &[]),
        op("GET /api/v2/oauth/clients", "The API clients, by name.", PAGE),
        op("POST /api/v2/oauth/clients", "Adds an API client. Its secret is only in this answer.", &[]),
        op("GET /api/v2/oauth/clients/{id}", "One API client.", &[]),
        op("PUT /api/v2/oauth/clients/{id}", "Replaces an API client.", &[]),
        op("DELETE /api/v2/oauth/clients/{id}", "Removes an API client and its tokens.", &[]),
        op("POST /api/v2/oauth/clients/{id}/secret", "Gives an API client another secret, which is only in this answer.", &[]),
    ]},
    Section { name: "Session and server", operations: &[
        op("POST /api/session", "Signs a user in, by a cookie.", &[]),
        op("DELETE /api/session", "Signs out.", &[]),
        op("POST /api/setup", "Creates the first administrator, with the link that the server printed.", &[]),
        op("GET /api/health", "Whether the server and its database work.", &[]),
        op("GET /api/openapi.json", "This description.", &[]),
        op("GET /api/docs", "This description, to be read.", &[]),
        op("GET /api/docs.css", "How that looks.", &[]),
    ]},
];
