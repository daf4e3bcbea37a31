//! Checks that every text of a data file uses known placeholders only, and that no list is empty.

use toml::{Table, Value};

use super::Values;
use crate::placeholders::COMPUTED;

/// The key under which a scenario has values of its own.
const OWN_VALUES: &str = "values";

/// Names the entry of the first unknown placeholder or empty list.
pub(super) fn check_placeholders(file: &Table, values: &Values) -> Result<(), String> {
    let known = |name: &str| COMPUTED.contains(&name) || values.contains_key(name);
    check_table(file, "", &known)
}

fn check_table(table: &Table, path: &str, known: &dyn Fn(&str) -> bool) -> Result<(), String> {
    let own = table.get(OWN_VALUES).and_then(Value::as_table);
    let known = |name: &str| known(name) || own.is_some_and(|own| own.contains_key(name));
    let id = table.get("id").and_then(Value::as_str).map_or_else(String::new, |id| format!(" ({id})"));
    table.iter().try_for_each(|(key, value)| check_value(value, &format!("{path}{id}.{key}"), &known))
}

fn check_value(value: &Value, path: &str, known: &dyn Fn(&str) -> bool) -> Result<(), String> {
    match value {
        Value::String(text) => check_text(text, known).map_err(|error| format!("{}: {error}", path.trim_start_matches('.'))),
        Value::Array(items) if items.is_empty() => Err(format!("{}: is empty", path.trim_start_matches('.'))),
        Value::Array(items) => items.iter().enumerate().try_for_each(|(index, item)| check_value(item, &format!("{path}[{index}]"), known)),
        Value::Table(table) => check_table(table, path, known),
        Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Datetime(_) => Ok(()),
    }
}

fn check_text(text: &str, known: &dyn Fn(&str) -> bool) -> Result<(), String> {
    let names = text.split('{').skip(1).map(|rest| rest.split_once('}').map_or(rest, |(name, _)| name));
    match names.into_iter().find(|name| !known(name)) {
        Some(name) => Err(format!("unknown placeholder {{{name}}}")),
        None if text.trim().is_empty() => Err("is blank".to_owned()),
        None => Ok(()),
    }
}
