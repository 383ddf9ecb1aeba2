//! Which parts a workbook has: its sheets, its styles, its shared texts.

use super::archive::Archive;
use super::styles::Epoch;
use super::xml::Node;
use super::{Sheet, broken};
use crate::problem::Problem;

/// How many sheets are looked at.
const SHEETS_LIMIT: usize = 1_000;

/// The parts that are read.
pub(super) struct Parts {
    pub(super) sheets: Vec<Sheet>,
    pub(super) styles: Option<String>,
    pub(super) strings: Option<String>,
    pub(super) epoch: Epoch,
}

/// Reads them from the workbook's main part.
pub(super) fn read(archive: &mut Archive<'_>) -> Result<Parts, Problem> {
    let main = relations(archive, "")?
        .into_iter()
        .find(|relation| relation.is("officeDocument"));
    let main = main.map_or_else(|| "xl/workbook.xml".to_owned(), |main| main.target);
    let relations = relations(archive, &main)?;
    let one = |kind: &str| {
        let found = relations.iter().find(|relation| relation.is(kind));
        found.map(|relation| relation.target.clone())
    };
    let mut parts = Parts {
        sheets: Vec::new(),
        styles: one("styles"),
        strings: one("sharedStrings"),
        epoch: Epoch::default(),
    };
    let mut xml = archive.part(&main)?.ok_or_else(broken)?;
    loop {
        match xml.next()? {
            Node::Open(tag) if tag.is("workbookPr") => {
                let is_1904 = tag.attribute("date1904");
                if is_1904.is_some_and(|value| value == "1" || value == "true") {
                    parts.epoch = Epoch::Y1904;
                }
            }
            Node::Open(tag) if tag.is("sheet") && parts.sheets.len() < SHEETS_LIMIT => {
                let id = tag.attribute("id").unwrap_or_default();
                let relation = relations.iter().find(|relation| relation.id == id);
                // Sheets of charts and of macros hold no cells.
                if let Some(relation) = relation.filter(|relation| relation.is("worksheet")) {
                    let state = tag.attribute("state");
                    parts.sheets.push(Sheet {
                        name: tag.attribute("name").unwrap_or_default().into_owned(),
                        is_hidden: state.is_some_and(|state| state != "visible"),
                        rows: None,
                        part: relation.target.clone(),
                    });
                }
            }
            Node::End => break,
            _ => {}
        }
    }
    if parts.sheets.is_empty() {
        return Err(broken());
    }
    Ok(parts)
}

/// How a part refers to another one.
struct Relation {
    id: String,
    kind: String,
    target: String,
}

impl Relation {
    /// Kinds are addresses, of which there are two generations.
    fn is(&self, kind: &str) -> bool {
        self.kind.rsplit('/').next() == Some(kind)
    }
}

/// The relations of a part; those of the archive as a whole for the part `""`.
fn relations(archive: &mut Archive<'_>, part: &str) -> Result<Vec<Relation>, Problem> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let below = if folder.is_empty() { "" } else { "/" };
    let path = format!("{folder}{below}_rels/{name}.rels");
    let mut relations = Vec::new();
    let Some(mut xml) = archive.part(&path)? else {
        return Ok(relations);
    };
    loop {
        match xml.next()? {
            Node::Open(tag) if tag.is("Relationship") => {
                let text = |name| tag.attribute(name).unwrap_or_default().into_owned();
                relations.push(Relation {
                    id: text("Id"),
                    kind: text("Type"),
                    target: resolve(folder, &text("Target")),
                });
            }
            Node::End => return Ok(relations),
            _ => {}
        }
    }
}

/// The path of a part that is named from a folder.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => {
                path.pop();
            }
            "." | "" => {}
            step => path.push(step),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn targets_are_found_from_their_folder() {
        assert_eq!(
            resolve("xl", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml"
        );
        assert_eq!(resolve("xl", "/xl/styles.xml"), "xl/styles.xml");
        assert_eq!(resolve("xl/a", "../b/./c.xml"), "xl/b/c.xml");
        assert_eq!(resolve("", "../../etc"), "etc");
    }
}
