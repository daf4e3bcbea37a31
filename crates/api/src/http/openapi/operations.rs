//! The operations of the OpenAPI document, and what they need.

use utoipa::openapi::{
    PathItem, RefOr,
    path::{Operation, ParameterIn},
};

/// The operations of a path, and whether they read a body.
pub(in crate::http) fn operations(item: &mut PathItem) -> impl Iterator<Item = (bool, &mut Operation)> {
    let PathItem { get, put, post, delete, options, head, patch, trace, .. } = item;
    let reading = [get, delete, options, head, trace].into_iter().map(|operation| (false, operation));
    let writing = [put, post, patch].into_iter().map(|operation| (true, operation));
    reading.chain(writing).filter_map(|(writes, operation)| operation.as_mut().map(|operation| (writes, operation)))
}

/// Whether an operation needs no authentication.
pub(in crate::http) fn is_open(operation: &Operation) -> bool {
    operation.security.as_ref().is_some_and(Vec::is_empty)
}

/// Whether an operation has parameters of this kind.
pub(in crate::http) fn has_parameters(operation: &Operation, place: &ParameterIn) -> bool {
    let mut parameters = operation.parameters.iter().flatten();
    parameters.any(|parameter| matches!(parameter, RefOr::T(parameter) if parameter.parameter_in == *place))
}
