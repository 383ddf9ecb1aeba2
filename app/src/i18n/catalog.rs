//! The message files.

use std::collections::HashMap;

use super::Language;

#[cfg(test)]
pub(super) const ENGLISH: &str = include_str!("../../locales/en.json");

/// The texts of a message file by their keys.
pub type Texts = HashMap<String, String>;

/// The texts of one language.
pub(super) struct Catalog {
    pub(super) language: Language,
    pub(super) texts: Texts,
}

impl Catalog {
    /// The text of a key; the key itself where a text is missing, so that it is seen.
    pub(super) fn text<'a>(&'a self, key: &'a str) -> &'a str {
        self.known(key).unwrap_or(key)
    }

    /// The text of a key, where there is one.
    pub(super) fn known(&self, key: &str) -> Option<&str> {
        self.texts.get(key).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::fs;
    use std::path::Path;

    use import_core::columns::Field;
    use import_core::permission::Permission;
    use import_core::problem::Code;

    use super::ENGLISH;

    const CHINESE: &str = include_str!("../../locales/zh-CN.json");

    fn texts(file: &str) -> BTreeMap<String, String> {
        serde_json::from_str(file).unwrap()
    }

    fn places(text: &str) -> BTreeSet<&str> {
        text.split('{')
            .skip(1)
            .filter_map(|part| part.split_once('}').map(|(name, _)| name))
            .collect()
    }

    fn sources(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(fs::read_to_string(path).unwrap());
            }
        }
    }

    /// The keys that the source names literally, and whether each is asked for by number.
    fn used() -> BTreeSet<(String, bool)> {
        let mut files = Vec::new();
        sources(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
            &mut files,
        );
        let mut used = BTreeSet::new();
        for file in files {
            let file: String = file.split_whitespace().collect();
            let calls = [
                ("t(\"", false),
                ("t_with(\"", false),
                ("t_count(\"", true),
                ("t_count_with(\"", true),
            ];
            for (call, counted) in calls {
                for (start, _) in file.match_indices(call) {
                    let of_a_longer_name =
                        file[..start].ends_with(|c: char| c.is_alphanumeric() || c == '_');
                    let key = file[start + call.len()..].split('"').next().unwrap();
                    if !of_a_longer_name && !key.contains('{') && key.contains('.') {
                        used.insert((key.to_owned(), counted));
                    }
                }
            }
        }
        used
    }

    #[test]
    fn both_languages_have_the_same_keys_and_places() {
        let (english, chinese) = (texts(ENGLISH), texts(CHINESE));
        for (key, text) in &english {
            let other = chinese
                .get(key)
                .unwrap_or_else(|| panic!("zh-CN lacks {key}"));
            // English may spell out "one".
            if key.strip_suffix(".one").is_none() {
                assert_eq!(places(text), places(other), "{key}");
            }
        }
        for key in chinese.keys() {
            assert!(english.contains_key(key), "en lacks {key}");
        }
    }

    #[test]
    fn every_key_that_is_used_has_a_text() {
        let english = texts(ENGLISH);
        let used = used();
        assert!(used.len() > 50, "the search for keys found too little");
        for (key, counted) in used {
            if counted {
                for form in ["one", "other"] {
                    assert!(
                        english.contains_key(&format!("{key}.{form}")),
                        "{key}.{form}"
                    );
                }
            } else {
                assert!(english.contains_key(&key), "{key}");
            }
        }
    }

    #[test]
    fn every_problem_says_what_was_found_and_what_is_expected() {
        for file in [ENGLISH, CHINESE] {
            let texts = texts(file);
            for code in Code::ALL {
                for part in ["title", "found", "expected"] {
                    let key = format!("problem.{}.{part}", code.name());
                    assert!(texts.contains_key(&key), "{key}");
                }
            }
        }
    }

    #[test]
    fn every_target_field_has_a_name() {
        for file in [ENGLISH, CHINESE] {
            let texts = texts(file);
            for field in Field::ALL {
                let key = format!("field.{}", field.path());
                assert!(texts.contains_key(&key), "{key}");
            }
        }
    }

    #[test]
    fn every_permission_says_what_it_allows() {
        for file in [ENGLISH, CHINESE] {
            let texts = texts(file);
            for permission in Permission::ALL {
                let name = format!("permission.{permission}");
                let entity = format!("permission.entity.{}", permission.entity());
                assert!(texts.contains_key(&name), "{name}");
                assert!(texts.contains_key(&entity), "{entity}");
            }
        }
    }
}
