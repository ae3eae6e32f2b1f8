//! Functions on points in time, and casts to them.

use oxigraph::model::{NamedNodeRef, vocab::xsd};
use oxsdatatypes::{DayTimeDuration, TimezoneOffset};

use super::super::value::Value;

fn only(arguments: Vec<Value>) -> Option<Value> {
    arguments.into_iter().next()
}

pub(super) fn year(arguments: Vec<Value>) -> Option<Value> {
    Some(Value::IntegerLiteral(match only(arguments)? {
        Value::DateTimeLiteral(time) => time.year().into(),
        Value::DateLiteral(date) => date.year().into(),
        Value::GYearMonthLiteral(month) => month.year().into(),
        Value::GYearLiteral(year) => year.year().into(),
        _ => return None,
    }))
}

pub(super) fn month(arguments: Vec<Value>) -> Option<Value> {
    Some(Value::IntegerLiteral(match only(arguments)? {
        Value::DateTimeLiteral(time) => time.month().into(),
        Value::DateLiteral(date) => date.month().into(),
        Value::GYearMonthLiteral(month) => month.month().into(),
        Value::GMonthDayLiteral(day) => day.month().into(),
        Value::GMonthLiteral(month) => month.month().into(),
        _ => return None,
    }))
}

pub(super) fn day(arguments: Vec<Value>) -> Option<Value> {
    Some(Value::IntegerLiteral(match only(arguments)? {
        Value::DateTimeLiteral(time) => time.day().into(),
        Value::DateLiteral(date) => date.day().into(),
        Value::GMonthDayLiteral(day) => day.day().into(),
        Value::GDayLiteral(day) => day.day().into(),
        _ => return None,
    }))
}

pub(super) fn hours(arguments: Vec<Value>) -> Option<Value> {
    Some(Value::IntegerLiteral(match only(arguments)? {
        Value::DateTimeLiteral(time) => time.hour().into(),
        Value::TimeLiteral(time) => time.hour().into(),
        _ => return None,
    }))
}

pub(super) fn minutes(arguments: Vec<Value>) -> Option<Value> {
    Some(Value::IntegerLiteral(match only(arguments)? {
        Value::DateTimeLiteral(time) => time.minute().into(),
        Value::TimeLiteral(time) => time.minute().into(),
        _ => return None,
    }))
}

pub(super) fn seconds(arguments: Vec<Value>) -> Option<Value> {
    Some(Value::DecimalLiteral(match only(arguments)? {
        Value::DateTimeLiteral(time) => time.second(),
        Value::TimeLiteral(time) => time.second(),
        _ => return None,
    }))
}

pub(super) fn timezone(arguments: Vec<Value>) -> Option<Value> {
    let Zone::Is(offset) = zone(&only(arguments)?) else { return None };
    Some(Value::DayTimeDurationLiteral(DayTimeDuration::from(offset)))
}

pub(super) fn tz(arguments: Vec<Value>) -> Option<Value> {
    Some(Value::StringLiteral(match zone(&only(arguments)?) {
        Zone::Is(offset) => offset.to_string(),
        Zone::None => String::new(),
        Zone::Never => return None,
    }))
}

enum Zone {
    Is(TimezoneOffset),
    None,
    /// What is no point in time has none.
    Never,
}

fn zone(value: &Value) -> Zone {
    let zone = match value {
        Value::DateTimeLiteral(time) => time.timezone_offset(),
        Value::TimeLiteral(time) => time.timezone_offset(),
        Value::DateLiteral(date) => date.timezone_offset(),
        Value::GYearMonthLiteral(month) => month.timezone_offset(),
        Value::GYearLiteral(year) => year.timezone_offset(),
        Value::GMonthDayLiteral(day) => day.timezone_offset(),
        Value::GDayLiteral(day) => day.timezone_offset(),
        Value::GMonthLiteral(month) => month.timezone_offset(),
        _ => return Zone::Never,
    };
    zone.map_or(Zone::None, Zone::Is)
}

pub(super) fn adjust(arguments: Vec<Value>) -> Option<Value> {
    let [time, zone] = arguments.try_into().ok()?;
    let zone = Some(match zone {
        Value::DayTimeDurationLiteral(zone) => TimezoneOffset::try_from(zone).ok()?,
        Value::DurationLiteral(zone) => TimezoneOffset::try_from(zone).ok()?,
        _ => return None,
    });
    Some(match time {
        Value::DateTimeLiteral(time) => Value::DateTimeLiteral(time.adjust(zone)?),
        Value::TimeLiteral(time) => Value::TimeLiteral(time.adjust(zone)?),
        Value::DateLiteral(date) => Value::DateLiteral(date.adjust(zone)?),
        Value::GYearMonthLiteral(month) => Value::GYearMonthLiteral(month.adjust(zone)?),
        Value::GYearLiteral(year) => Value::GYearLiteral(year.adjust(zone)?),
        Value::GMonthDayLiteral(day) => Value::GMonthDayLiteral(day.adjust(zone)?),
        Value::GDayLiteral(day) => Value::GDayLiteral(day.adjust(zone)?),
        Value::GMonthLiteral(month) => Value::GMonthLiteral(month.adjust(zone)?),
        _ => return None,
    })
}

/// The datatypes to which [`cast`] casts.
pub(super) const CASTS: [NamedNodeRef<'static>; 11] = [
    xsd::DATE,
    xsd::TIME,
    xsd::DATE_TIME,
    xsd::DURATION,
    xsd::YEAR_MONTH_DURATION,
    xsd::DAY_TIME_DURATION,
    xsd::G_YEAR,
    xsd::G_YEAR_MONTH,
    xsd::G_MONTH,
    xsd::G_MONTH_DAY,
    xsd::G_DAY,
];

pub(super) fn cast(datatype: NamedNodeRef<'_>, argument: Value) -> Option<Value> {
    use Value as V;
    Some(match (datatype, argument) {
        (xsd::DATE, V::DateLiteral(value)) => V::DateLiteral(value),
        (xsd::DATE, V::DateTimeLiteral(value)) => V::DateLiteral(value.try_into().ok()?),
        (xsd::DATE, V::StringLiteral(value)) => V::DateLiteral(value.parse().ok()?),
        (xsd::TIME, V::TimeLiteral(value)) => V::TimeLiteral(value),
        (xsd::TIME, V::DateTimeLiteral(value)) => V::TimeLiteral(value.into()),
        (xsd::TIME, V::StringLiteral(value)) => V::TimeLiteral(value.parse().ok()?),
        (xsd::DATE_TIME, V::DateTimeLiteral(value)) => V::DateTimeLiteral(value),
        (xsd::DATE_TIME, V::DateLiteral(value)) => V::DateTimeLiteral(value.try_into().ok()?),
        (xsd::DATE_TIME, V::StringLiteral(value)) => V::DateTimeLiteral(value.parse().ok()?),
        (xsd::DURATION, V::DurationLiteral(value)) => V::DurationLiteral(value),
        (xsd::DURATION, V::YearMonthDurationLiteral(value)) => V::DurationLiteral(value.into()),
        (xsd::DURATION, V::DayTimeDurationLiteral(value)) => V::DurationLiteral(value.into()),
        (xsd::DURATION, V::StringLiteral(value)) => V::DurationLiteral(value.parse().ok()?),
        (xsd::YEAR_MONTH_DURATION, V::DurationLiteral(value)) => V::YearMonthDurationLiteral(value.try_into().ok()?),
        (xsd::YEAR_MONTH_DURATION, V::YearMonthDurationLiteral(value)) => V::YearMonthDurationLiteral(value),
        (xsd::YEAR_MONTH_DURATION, V::StringLiteral(value)) => V::YearMonthDurationLiteral(value.parse().ok()?),
        (xsd::DAY_TIME_DURATION, V::DurationLiteral(value)) => V::DayTimeDurationLiteral(value.try_into().ok()?),
        (xsd::DAY_TIME_DURATION, V::DayTimeDurationLiteral(value)) => V::DayTimeDurationLiteral(value),
        (xsd::DAY_TIME_DURATION, V::StringLiteral(value)) => V::DayTimeDurationLiteral(value.parse().ok()?),
        (xsd::G_YEAR, V::GYearLiteral(value)) => V::GYearLiteral(value),
        (xsd::G_YEAR, V::GYearMonthLiteral(value)) => V::GYearLiteral(value.try_into().ok()?),
        (xsd::G_YEAR, V::DateLiteral(value)) => V::GYearLiteral(value.try_into().ok()?),
        (xsd::G_YEAR, V::DateTimeLiteral(value)) => V::GYearLiteral(value.try_into().ok()?),
        (xsd::G_YEAR, V::StringLiteral(value)) => V::GYearLiteral(value.parse().ok()?),
        (xsd::G_YEAR_MONTH, V::GYearMonthLiteral(value)) => V::GYearMonthLiteral(value),
        (xsd::G_YEAR_MONTH, V::DateLiteral(value)) => V::GYearMonthLiteral(value.into()),
        (xsd::G_YEAR_MONTH, V::DateTimeLiteral(value)) => V::GYearMonthLiteral(value.try_into().ok()?),
        (xsd::G_YEAR_MONTH, V::StringLiteral(value)) => V::GYearMonthLiteral(value.parse().ok()?),
        (xsd::G_MONTH, V::GMonthLiteral(value)) => V::GMonthLiteral(value),
        (xsd::G_MONTH, V::GYearMonthLiteral(value)) => V::GMonthLiteral(value.into()),
        (xsd::G_MONTH, V::GMonthDayLiteral(value)) => V::GMonthLiteral(value.into()),
        (xsd::G_MONTH, V::DateLiteral(value)) => V::GMonthLiteral(value.into()),
        (xsd::G_MONTH, V::DateTimeLiteral(value)) => V::GMonthLiteral(value.into()),
        (xsd::G_MONTH, V::StringLiteral(value)) => V::GMonthLiteral(value.parse().ok()?),
        (xsd::G_MONTH_DAY, V::GMonthDayLiteral(value)) => V::GMonthDayLiteral(value),
        (xsd::G_MONTH_DAY, V::DateLiteral(value)) => V::GMonthDayLiteral(value.into()),
        (xsd::G_MONTH_DAY, V::DateTimeLiteral(value)) => V::GMonthDayLiteral(value.into()),
        (xsd::G_MONTH_DAY, V::StringLiteral(value)) => V::GMonthDayLiteral(value.parse().ok()?),
        (xsd::G_DAY, V::GDayLiteral(value)) => V::GDayLiteral(value),
        (xsd::G_DAY, V::GMonthDayLiteral(value)) => V::GDayLiteral(value.into()),
        (xsd::G_DAY, V::DateLiteral(value)) => V::GDayLiteral(value.into()),
        (xsd::G_DAY, V::DateTimeLiteral(value)) => V::GDayLiteral(value.into()),
        (xsd::G_DAY, V::StringLiteral(value)) => V::GDayLiteral(value.parse().ok()?),
        _ => return None,
    })
}
