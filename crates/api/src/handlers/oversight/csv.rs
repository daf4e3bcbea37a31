//! Reports as CSV, made from the same response structs as the JSON.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, Accept, Header as _},
};
use serde::Serialize;

use super::response::{ActivityResponse, BacklogResponse, MetricExclusion, MetricResponse, TrendBucketResponse, WorkloadResponse};
use crate::http::ApiError;

/// Media type of CSV.
pub(super) const CSV: &str = "text/csv";

/// A report that can be written as CSV.
pub(super) trait Report: Serialize {
    /// File name, without extension.
    const NAME: &'static str;
    /// Its rows.
    fn csv_rows(&self) -> Vec<CsvRow>;
}

/// The report as CSV if `Accept` prefers `text/csv`, else as JSON.
pub(super) fn negotiate<R: Report>(report: &R, request: &HttpRequest) -> Result<HttpResponse, ApiError> {
    if !prefers_csv(request) {
        return Ok(HttpResponse::Ok().insert_header((header::VARY, "accept")).json(report));
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    for line in report.csv_rows() {
        writer.serialize(line).map_err(ApiError::internal)?;
    }
    let file = writer.into_inner().map_err(|error| ApiError::internal(error.into_error()))?;
    let mut answer = HttpResponse::Ok();
    answer.insert_header((header::VARY, "accept")).content_type("text/csv; charset=utf-8");
    answer.insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}.csv\"", R::NAME)));
    Ok(answer.body(file))
}

/// Whether `Accept` prefers `text/csv` to all other types, by quality value and then by order (RFC 9110, section 12.5.1).
fn prefers_csv(request: &HttpRequest) -> bool {
    Accept::parse(request).is_ok_and(|accept| accept.preference() == CSV)
}

/// A CSV row: section, record, and metric.
#[derive(Debug, Default, Serialize)]
pub(super) struct CsvRow {
    /// Section of the report.
    section: &'static str,
    id: String,
    name: String,
    metric: &'static str,
    value: Option<f64>,
    numerator: Option<i64>,
    denominator: Option<i64>,
    n: Option<i64>,
    median: Option<i64>,
    p90: Option<i64>,
    excluded: String,
    before_value: Option<f64>,
    before_numerator: Option<i64>,
    before_denominator: Option<i64>,
    before_n: Option<i64>,
    before_median: Option<i64>,
    before_p90: Option<i64>,
    before_excluded: String,
}

/// Parts of a report that can be written as CSV rows.
pub(super) trait AppendCsvRows {
    /// Appends its rows.
    fn append_csv_rows(&self, section: &'static str, id: &str, name: &str, lines: &mut Vec<CsvRow>);
}

impl CsvRow {
    /// A row for a count that is not a metric.
    pub(super) fn count(section: &'static str, id: &str, name: &str, metric: &'static str, counted: i64) -> Self {
        #[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "a number of records is far below 2^53")]
        let value = Some(counted as f64);
        Self {
            section,
            id: id.to_owned(),
            name: escape_formula(name),
            metric,
            value,
            numerator: Some(counted),
            n: Some(counted),
            ..Self::default()
        }
    }
}

impl AppendCsvRows for [MetricResponse] {
    fn append_csv_rows(&self, section: &'static str, id: &str, name: &str, lines: &mut Vec<CsvRow>) {
        lines.extend(self.iter().map(|figure| {
            let (now, before) = (&figure.value, figure.before.as_ref());
            CsvRow {
                section,
                id: id.to_owned(),
                name: escape_formula(name),
                metric: figure.metric.as_str(),
                value: now.value,
                numerator: Some(now.numerator),
                denominator: now.denominator,
                n: Some(now.n),
                median: now.median,
                p90: now.p90,
                excluded: exclusion_text(&now.excluded),
                before_value: before.and_then(|before| before.value),
                before_numerator: before.map(|before| before.numerator),
                before_denominator: before.and_then(|before| before.denominator),
                before_n: before.map(|before| before.n),
                before_median: before.and_then(|before| before.median),
                before_p90: before.and_then(|before| before.p90),
                before_excluded: before.map(|before| exclusion_text(&before.excluded)).unwrap_or_default(),
            }
        }));
    }
}

impl AppendCsvRows for WorkloadResponse {
    fn append_csv_rows(&self, section: &'static str, id: &str, name: &str, lines: &mut Vec<CsvRow>) {
        for (metric, counted) in [
            ("open_now", self.open),
            ("pending_now", self.pending),
            ("escalated_now", self.escalated),
            ("active_interactions_now", self.active_interactions),
        ] {
            lines.push(CsvRow::count(section, id, name, metric, counted.into()));
        }
    }
}

impl AppendCsvRows for BacklogResponse {
    fn append_csv_rows(&self, section: &'static str, id: &str, name: &str, lines: &mut Vec<CsvRow>) {
        lines.push(CsvRow::count(section, id, name, "backlog", self.tickets));
        lines.push(CsvRow::count(section, id, name, "backlog_before", self.before));
        for band in &self.by_age {
            let days = band.days_to.map_or_else(|| format!("{}-", band.days_from), |to| format!("{}-{to}", band.days_from));
            lines.push(CsvRow::count("backlog_by_age_in_days", &days, name, "backlog", band.tickets));
        }
        for (priority, tickets) in [("urgent", self.urgent), ("high", self.high), ("medium", self.medium), ("low", self.low)] {
            lines.push(CsvRow::count("backlog_by_priority", priority, name, "backlog", tickets.into()));
        }
    }
}

impl AppendCsvRows for [TrendBucketResponse] {
    fn append_csv_rows(&self, _: &'static str, _: &str, _: &str, lines: &mut Vec<CsvRow>) {
        for part in self {
            let days = (part.from.to_string(), part.to.to_string());
            part.figures.append_csv_rows("trend", &days.0, &days.1, lines);
            if let Some(backlog) = part.backlog {
                lines.push(CsvRow::count("trend", &days.0, &days.1, "backlog", backlog));
            }
        }
    }
}

impl AppendCsvRows for ActivityResponse {
    fn append_csv_rows(&self, section: &'static str, id: &str, name: &str, lines: &mut Vec<CsvRow>) {
        for (metric, counted) in
            [("interactions_handled", self.interactions), ("tickets_resolved", self.tickets_resolved), ("replies", self.replies)]
        {
            lines.push(CsvRow::count(section, id, name, metric, counted));
        }
    }
}

fn exclusion_text(excluded: &[MetricExclusion]) -> String {
    excluded.iter().map(|out| format!("{}: {}", out.reason, out.count)).collect::<Vec<_>>().join("; ")
}

/// Prefixes names that a spreadsheet would read as a formula with an apostrophe (CSV injection).
fn escape_formula(name: &str) -> String {
    if name.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{name}") } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn csv_is_preferred_by_quality_then_order() {
        for (accept, expected) in [
            ("text/csv", true),
            ("Text/CSV", true),
            ("text/csv, application/json", true),
            ("application/json;q=0.5, text/csv", true),
            ("text/csv;q=0.5, application/json", false),
            ("application/json, text/csv", false),
            ("*/*", false),
            ("text/*", false),
            ("text/csv;q=0", false),
            ("nonsense", false),
            ("", false),
        ] {
            let request = TestRequest::default().insert_header((header::ACCEPT, accept)).to_http_request();
            assert_eq!(prefers_csv(&request), expected, "{accept}");
        }
        assert!(!prefers_csv(&TestRequest::default().to_http_request()));
    }
}
