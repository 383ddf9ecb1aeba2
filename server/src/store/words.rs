//! The words of a name, or of what is looked for, as every store compares them: without case, marks and widths.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::script::is_unspaced;

/// More of a word is not kept; `PostgreSQL` takes 2 KB.
const LONGEST: usize = 128;

/// One word.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// Compared by its beginning.
    Spaced(String),
    /// A character of a script that is written without spaces, and whether it follows another such one.
    Unspaced(char, bool),
}

/// The words of a text. They hold letters and digits only.
pub(super) fn split(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    if text.is_ascii() {
        // The same, without asking for the properties of every character.
        for word in text.split(|c: char| !c.is_ascii_alphanumeric()) {
            end(&mut word.to_ascii_lowercase(), &mut words);
        }
        return words;
    }
    let mut word = String::new();
    let mut follows = false;
    for c in text.chars() {
        if is_unspaced(c) {
            end(&mut word, &mut words);
            if c.is_alphanumeric() {
                words.push(Word::Unspaced(c, follows));
            }
            follows = c.is_alphanumeric();
            continue;
        }
        follows = false;
        for c in std::iter::once(c).nfkd().filter(|&c| !is_combining_mark(c)) {
            if c.is_alphanumeric() {
                let small = c.to_lowercase().filter(|&c| c.is_alphanumeric());
                // The small sigma of a word's end is the one letter of which capitals do not know it.
                word.extend(small.map(|c| if c == 'ς' { 'σ' } else { c }));
            } else {
                end(&mut word, &mut words);
            }
        }
    }
    end(&mut word, &mut words);
    words
}

fn end(word: &mut String, words: &mut Vec<Word>) {
    if !word.is_empty() {
        let mut whole = std::mem::take(word);
        if let Some((place, _)) = whole.char_indices().nth(LONGEST) {
            whole.truncate(place);
        }
        words.push(Word::Spaced(whole));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_word_are_one() {
        let check = |text: &str, expected: &[&str]| {
            let words = split(text).into_iter().map(|word| match word {
                Word::Spaced(word) => word,
                Word::Unspaced(c, _) => c.to_string(),
            });
            assert_eq!(words.collect::<Vec<_>>(), expected, "{text}");
        };
        check("Αθήνα ΑΘΗΝΑ", &["αθηνα", "αθηνα"]);
        check("ΣΊΣΥΦΟΣ Σίσυφος", &["σισυφοσ", "σισυφοσ"]);
        check("ＡＢＣ　１２", &["abc", "12"]);
        check("İzmir Ångström", &["izmir", "angstrom"]);
        check("O'Brien-Lée 小明2", &["o", "brien", "lee", "小", "明", "2"]);
        check("@-", &[]);
    }
}
