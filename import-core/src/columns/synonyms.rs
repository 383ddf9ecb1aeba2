//! Other names of the columns: what people write, a file for each language.
//!
//! Names are compared by their letters and digits alone, so one spelling stands for `E-mail`, `e_mail`
//! and `EMail`.

mod chinese;
mod dutch;
mod english;
mod french;
mod german;
mod italian;
mod japanese;
mod korean;
mod polish;
mod portuguese;
mod spanish;

use super::field::Field;

/// Names in common use in one language.
pub(super) struct Language {
    /// Fields and their names with `|` between them. A name may stand for several fields; then the first that is free
    /// gets it. Names in a field's second line say less of it than those in its first: a whole name, for instance.
    pub(super) names: &'static [(Field, &'static str)],
    /// Those of them, with `|` between them, that mean something else in English. They count only in a file that has
    /// other names of such a language.
    pub(super) shared: &'static str,
}

/// The page's own languages come first: their names say more than those of the others.
pub(super) const LANGUAGES: &[Language] = &[
    english::NAMES,
    chinese::NAMES,
    german::NAMES,
    french::NAMES,
    japanese::NAMES,
    korean::NAMES,
    spanish::NAMES,
    italian::NAMES,
    dutch::NAMES,
    portuguese::NAMES,
    polish::NAMES,
];

/// How many of [`LANGUAGES`] are the page's own.
pub(super) const OWN: usize = 2;
