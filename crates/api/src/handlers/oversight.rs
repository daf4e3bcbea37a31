//! `/oversight`: reports, and the records that their metrics count.

mod agents;
mod csv;
mod drilldown;
mod issues;
mod response;
mod summary;

use actix_web::web::Data;
pub(super) use agents::{get_agent_performance, get_agent_report};
use caredesk_domain::date::Day;
use caredesk_persistence::Store;
pub(super) use drilldown::list_tickets_behind;
pub(super) use issues::{get_customer_history, get_frequent_issues};
use serde::Deserialize;
pub(super) use summary::get_oversight_summary;
use utoipa::ToSchema;

use crate::{
    http::{ApiError, FieldErrors, Optional, ProblemField, query::parameters},
    services::oversight::Period,
    static_assets::DeskZone,
};

/// Days of a report.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct PeriodQuery {
    /// First day, in the desk's time zone; default: 29 days before the last.
    #[garde(dive)]
    from: Optional<Day>,
    /// Last day; default: today.
    #[garde(dive)]
    to: Optional<Day>,
}

impl utoipa::IntoParams for PeriodQuery {
    fn into_params(_: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>) -> Vec<utoipa::openapi::path::Parameter> {
        parameters::<Self>()
    }
}

/// The period of two parameters, for a report made now.
fn period(store: &Data<Store>, zone: &Data<DeskZone>, from: Optional<Day>, to: Optional<Day>) -> Result<Period, ApiError> {
    let wrong = |(parameter, fault)| ApiError::invalid(vec![ProblemField::parameter(parameter, fault)]);
    Period::new(from.into_value()?, to.into_value()?, store.now(), zone.0).map_err(wrong)
}
