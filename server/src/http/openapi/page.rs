//! The description to be read: one page that needs no script and nothing from elsewhere.

use std::fmt::Write as _;
use std::sync::LazyLock;

use axum::http::header::CONTENT_TYPE;
use axum::response::{Html, IntoResponse, Response};
use schemars::{SchemaGenerator, json_schema};
use serde_json::{Value, json};

use super::document::DOCUMENT;
use super::operations::{Operation, SECTIONS};
use super::shape::{Output, Shape};

/// The page's own layers, and what only this page has.
const STYLE: &str = concat!(
    include_str!("../../../../style/00-layers.css"),
    include_str!("../../../../style/01-reset.css"),
    include_str!("../../../../style/02-tokens.css"),
    include_str!("../../../../style/03-base.css"),
    include_str!("docs.css"),
);

static PAGE: LazyLock<String> = LazyLock::new(|| render(&DOCUMENT));

/// The description of the API, to be read.
pub(in crate::http) async fn read_page() -> Html<&'static str> {
    Html(&PAGE)
}

/// How it looks.
pub(in crate::http) async fn read_style() -> Style {
    Style
}

/// A style sheet.
pub(in crate::http) struct Style;

impl IntoResponse for Style {
    fn into_response(self) -> Response {
        ([(CONTENT_TYPE, "text/css; charset=utf-8")], STYLE).into_response()
    }
}

impl Output for Html<&'static str> {
    fn describe(shape: &mut Shape, _: &mut SchemaGenerator) {
        shape.answer_text("text/html");
    }
}

impl Output for Style {
    fn describe(shape: &mut Shape, _: &mut SchemaGenerator) {
        shape.answer_text("text/css");
    }
}

impl Shape {
    fn answer_text(&mut self, kind: &str) {
        let schema = json_schema!({"type": "string"});
        let answer = json!({"content": {kind: {"schema": schema}}});
        self.answers.push((axum::http::StatusCode::OK, answer));
    }
}

const INTRODUCTION: &str = "<p>Paths, names and types are those of Genesys Cloud’s external contacts; a client needs \
    another host, nothing else. The same as data: <a href=\"/api/openapi.json\">openapi.json</a> (OpenAPI 3.1).</p>\
    <p>A program signs in at <code>POST /oauth/token</code> with its id and secret and sends the token in the header \
    <code>Authorization: Bearer …</code>. The page uses a session’s cookie. What a request needs has to be granted in \
    one and the same division; records of divisions in which it is not allowed are not there.</p>\
    <p>Whatever is refused is answered with an <a href=\"#schema-ErrorBody\">ErrorBody</a>, whose <code>code</code> \
    is stable. After 429 and 503 ask again when the seconds in <code>Retry-After</code> are over.</p>";

fn render(document: &Value) -> String {
    let mut page = String::from(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>API · Muster</title>\
         <link rel=\"icon\" href=\"/icon.svg\"><link rel=\"stylesheet\" href=\"/api/docs.css\"></head><body><main class=\"docs\"><header><h1>The API of Muster</h1>",
    );
    page.push_str(INTRODUCTION);
    page.push_str("</header><nav class=\"docs__contents\" aria-label=\"Contents\"><ul>");
    for section in SECTIONS {
        let _ = write!(
            page,
            "<li><a href=\"#{}\">{}</a></li>",
            anchor(section.name),
            escape(section.name)
        );
    }
    page.push_str("<li><a href=\"#types\">Types</a></li></ul></nav>");
    for section in SECTIONS {
        let name = escape(section.name);
        let _ = write!(
            page,
            "<section aria-labelledby=\"{0}\"><h2 id=\"{0}\">{name}</h2>",
            anchor(section.name)
        );
        for operation in section.operations {
            write_operation(&mut page, document, operation);
        }
        page.push_str("</section>");
    }
    page.push_str("<section aria-labelledby=\"types\"><h2 id=\"types\">Types</h2>");
    for (name, schema) in entries(&document["components"]["schemas"]) {
        let name = escape(name);
        let _ = write!(
            page,
            "<div class=\"schema\" id=\"schema-{name}\"><h3><code>{name}</code></h3>{}",
            paragraph(&schema["description"])
        );
        write_schema(&mut page, schema);
        page.push_str("</div>");
    }
    page.push_str("</section></main></body></html>");
    page
}

fn write_operation(page: &mut String, document: &Value, operation: &Operation) {
    let (method, path) = operation.route.split_once(' ').unwrap_or_default();
    let described = &document["paths"][path][method.to_lowercase()];
    let _ = write!(
        page,
        "<details class=\"operation\"><summary><span class=\"operation__method\">{method}</span> \
         <code>{}</code> <span class=\"operation__summary\">{}</span></summary>\
         <div class=\"operation__body\">{}",
        escape(path),
        escape(operation.summary),
        paragraph(&described["description"])
    );
    let parameters = described["parameters"].as_array();
    if let Some(parameters) = parameters {
        page.push_str("<h3>Parameters</h3><dl class=\"fields-of\">");
        for parameter in parameters {
            let name = text(&parameter["name"]);
            let kind = kind(&parameter["schema"]);
            write_field(page, name, &kind, &parameter["description"]);
        }
        page.push_str("</dl>");
    }
    let body = entries(&described["requestBody"]["content"]);
    for (media, content) in body {
        let kind = kind(&content["schema"]);
        let _ = write!(
            page,
            "<h3>Body</h3><p><code>{}</code> {kind}</p>",
            escape(media)
        );
    }
    page.push_str("<h3>Answers</h3><dl class=\"fields-of\">");
    for (status, answer) in entries(&described["responses"]) {
        let content = entries(&answer["content"]).next();
        let kind = content.map_or_else(String::new, |(media, content)| match media.as_str() {
            "application/json" => kind(&content["schema"]),
            media => format!("<code>{}</code>", escape(media)),
        });
        let is_error = answer.get("$ref").is_some();
        let kind = if is_error {
            "<a href=\"#schema-ErrorBody\">ErrorBody</a>".to_owned()
        } else {
            kind
        };
        write_field(page, status, &kind, &answer["description"]);
    }
    page.push_str("</dl></div></details>");
}

fn write_schema(page: &mut String, schema: &Value) {
    if let Some(properties) = schema["properties"].as_object() {
        page.push_str("<dl class=\"fields-of\">");
        for (name, property) in properties {
            write_field(page, name, &kind(property), &property["description"]);
        }
        page.push_str("</dl>");
    } else {
        let _ = write!(page, "<p>{}</p>", kind(schema));
    }
}

fn write_field(page: &mut String, name: &str, kind: &str, description: &Value) {
    let _ = write!(
        page,
        "<div><dt><code>{}</code></dt><dd>{kind} {}</dd></div>",
        escape(name),
        escape(text(description))
    );
}

/// A type in words, with a link to the one that it names.
fn kind(schema: &Value) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = escape(reference.rsplit('/').next().unwrap_or_default());
        return format!("<a href=\"#schema-{name}\">{name}</a>");
    }
    for several in ["anyOf", "oneOf", "allOf"] {
        if let Some(kinds) = schema[several].as_array() {
            let known = kinds.iter().filter(|one| one["type"] != "null");
            return known.map(kind).collect::<Vec<_>>().join(" or ");
        }
    }
    if let Some(constant) = schema["const"].as_str() {
        return format!("<code>{}</code>", escape(constant));
    }
    if let Some(words) = schema["enum"].as_array() {
        let words = words.iter().filter_map(Value::as_str);
        let words = words.map(|word| format!("<code>{}</code>", escape(word)));
        return words.collect::<Vec<_>>().join(" or ");
    }
    let name = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().map(text).find(|kind| *kind != "null"),
        kind => kind.as_str(),
    };
    match name {
        Some("array") => format!("list of {}", kind(&schema["items"])),
        Some(name) => {
            let format = schema["format"].as_str();
            let format = format.filter(|_| name == "string");
            escape(format.unwrap_or(name))
        }
        None => "anything".to_owned(),
    }
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn paragraph(value: &Value) -> String {
    let text = text(value);
    if text.is_empty() {
        String::new()
    } else {
        format!("<p>{}</p>", escape(text))
    }
}

fn anchor(name: &str) -> String {
    name.to_lowercase().replace([' ', ','], "-")
}

/// A text as it stands for itself.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_link_within_the_page_has_its_place() {
        let page = render(&DOCUMENT);
        for link in page.split("href=\"#").skip(1) {
            let target = link.split('"').next().unwrap();
            let place = format!("id=\"{target}\"");
            assert_eq!(page.matches(&place).count(), 1, "{target}");
        }
    }

    #[test]
    fn what_is_shown_cannot_become_markup() {
        assert_eq!(escape("<a b=\"c\">&"), "&lt;a b=&quot;c&quot;&gt;&amp;");
    }
}
