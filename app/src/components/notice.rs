//! A message in the flow of a page.

use leptos::prelude::*;

use super::icon::{Icon, Shape};

/// How grave a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Tone {
    Info,
    Success,
    Warning,
    Error,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Self::Info => "notice notice--info",
            Self::Success => "notice notice--success",
            Self::Warning => "notice notice--warning",
            Self::Error => "notice notice--error",
        }
    }

    fn shape(self) -> Shape {
        match self {
            Self::Info => Shape::Info,
            Self::Success => Shape::Check,
            Self::Warning => Shape::Warning,
            Self::Error => Shape::Error,
        }
    }
}

/// A message; a screen reader is told of an error at once.
#[component]
pub fn Notice(
    /// How grave it is.
    tone: Tone,
    /// What it says.
    children: Children,
) -> impl IntoView {
    let role = (tone == Tone::Error).then_some("alert");
    view! {
        <div class=tone.class() role=role>
            <Icon shape=tone.shape() />
            <div class="notice__text">{children()}</div>
        </div>
    }
}

/// An error in plain words.
pub fn error_notice(text: String) -> AnyView {
    view! { <Notice tone=Tone::Error><p>{text}</p></Notice> }.into_any()
}
