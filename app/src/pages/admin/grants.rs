//! The roles of a user or an API client, to be chosen.

use import_core::api::{ALL_DIVISIONS, Division, Paged, Role, RoleDivision};
use leptos::prelude::*;

use crate::api;
use crate::components::form::{Choice, SelectField};
use crate::components::icon::{Icon, Shape};
use crate::components::remote::{Remote, Source, failed, loading};
use crate::i18n::{t, t_with};

/// The roles that are chosen for someone, each with where it holds.
#[derive(Clone, Copy)]
pub struct Grants {
    chosen: RwSignal<Vec<RoleDivision>>,
    /// What the two selects say.
    role: RwSignal<String>,
    division: RwSignal<String>,
}

impl Grants {
    /// These, to begin with.
    #[must_use]
    pub fn new(chosen: Vec<RoleDivision>) -> Self {
        Self {
            chosen: RwSignal::new(chosen),
            role: RwSignal::new(String::new()),
            division: RwSignal::new(ALL_DIVISIONS.to_owned()),
        }
    }

    /// All that are chosen, also one that the selects say and that was not added yet: whoever chose it meant it.
    pub fn all(self) -> Vec<RoleDivision> {
        self.add();
        self.chosen.get_untracked()
    }

    fn add(self) {
        let Ok(role_id) = self.role.get_untracked().parse() else {
            return;
        };
        let grant = RoleDivision {
            role_id,
            division_id: self.division.get_untracked(),
        };
        self.chosen.update(|chosen| {
            if !chosen.contains(&grant) {
                chosen.push(grant);
            }
        });
        self.role.set(String::new());
    }
}

/// The roles that someone has, each with where it holds.
#[component]
pub fn GrantsField(
    /// What is chosen.
    grants: Grants,
) -> impl IntoView {
    let roles = Source::<Paged<Role>>::new();
    let divisions = Source::<Paged<Division>>::new();
    let ask = move || {
        roles.ask(api::roles(1));
        divisions.ask(api::divisions_page(1));
    };
    ask();
    let body = move || match (&*roles.state.read(), &*divisions.state.read()) {
        (Remote::Ready(roles), Remote::Ready(divisions)) => {
            choose(grants, roles.entities.clone(), divisions.entities.clone())
        }
        (Remote::Failed(error), _) | (_, Remote::Failed(error)) => {
            failed(error, Some(Callback::new(move |()| ask())))
        }
        _ => loading(),
    };
    view! {
        <fieldset class="admin-set">
            <legend>{t("admin.roles")}</legend>
            {body}
        </fieldset>
    }
}

fn choose(grants: Grants, roles: Vec<Role>, divisions: Vec<Division>) -> AnyView {
    let Grants {
        chosen,
        role,
        division,
    } = grants;
    let mut role_choices = vec![Choice::new("", t("admin.choose_role"))];
    role_choices.extend(
        roles
            .iter()
            .filter_map(|role| Some(Choice::new(role.id?.to_string(), role.name.clone()))),
    );
    let mut division_choices = vec![Choice::new(ALL_DIVISIONS, t("admin.all_divisions"))];
    division_choices.extend(
        divisions
            .iter()
            .map(|division| Choice::new(division.id.clone(), division.name.clone())),
    );
    let names = StoredValue::new((role_choices.clone(), division_choices.clone()));
    let name_of = |choices: &[Choice], value: &str| {
        let found = choices.iter().find(|choice| choice.value == value);
        found.map_or_else(|| value.to_owned(), |choice| choice.text.clone())
    };
    let lines = move || {
        let lines = chosen.get().into_iter().map(|grant| {
            let text = names.with_value(|(roles, divisions)| {
                let role = name_of(roles, &grant.role_id.to_string());
                let division = name_of(divisions, &grant.division_id);
                t_with("admin.role_in", &[("role", &role), ("division", &division)])
            });
            let label = t_with("admin.remove_role", &[("role", &text)]);
            let remove = move |_| chosen.update(|chosen| chosen.retain(|one| *one != grant));
            view! {
                <li>
                    <span>{text}</span>
                    <button type="button" class="button button--quiet button--icon" aria-label=label on:click=remove>
                        <Icon shape=Shape::Close />
                    </button>
                </li>
            }
        });
        lines.collect::<Vec<_>>()
    };
    view! {
        <ul class="admin-grants">{lines}</ul>
        {move || chosen.read().is_empty().then(|| view! { <p class="field__hint">{t("admin.no_roles")}</p> })}
        <div class="field-grid">
            <SelectField
                id="grant-role"
                label=t("admin.role")
                choices=role_choices
                value=role
                on_change=move |value| role.set(value)
            />
            <SelectField
                id="grant-division"
                label=t("admin.division")
                choices=division_choices
                value=division
                on_change=move |value| division.set(value)
            />
        </div>
        <button type="button" class="button button--small" disabled=move || role.read().is_empty() on:click=move |_| grants.add()>
            <Icon shape=Shape::Plus />
            {t("admin.add_role")}
        </button>
    }
    .into_any()
}
