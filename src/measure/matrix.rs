//! Regions by industries: the table that the measures of specialisation begin with.
//!
//! Rows are regions and columns are industries, unless a measure says otherwise; both go by number from 0. A cell is an amount
//! in one unit for the whole table (people employed, value of exports, patents), from 0. What is not a finite number is refused
//! as missing, what is negative as negative: a measure never meets either. A cell that no triplet names is 0.

use super::number::ratio;

/// A table that cannot be taken.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum MatrixError {
    /// A list is not as long as the table is wide, high or large.
    #[error("{found} values where {expected} are needed")]
    Length {
        /// How many are needed.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// A triplet lies outside the table.
    #[error("row {row}, column {column} is outside a table of {rows} rows and {columns} columns")]
    Outside {
        /// The triplet's row.
        row: usize,
        /// The triplet's column.
        column: usize,
        /// Rows of the table.
        rows: usize,
        /// Columns of the table.
        columns: usize,
    },
    /// A value is not a finite number.
    #[error("no value in row {row}, column {column}")]
    Missing {
        /// The cell's row.
        row: usize,
        /// The cell's column.
        column: usize,
    },
    /// A value is below 0.
    #[error("a negative value in row {row}, column {column}")]
    Negative {
        /// The cell's row.
        row: usize,
        /// The cell's column.
        column: usize,
    },
    /// A total that is known better than by adding up is missing or below 0.
    #[error("total {place} is missing or negative")]
    Total {
        /// Its place in the list, from 0.
        place: usize,
    },
}

/// Amounts by region and industry, with their sums.
///
/// ```
/// use milieu::measure::matrix::{Matrix, MatrixError};
/// let dense = Matrix::from_dense(2, 3, vec![1.0, 0.0, 2.0, 0.0, 3.0, 0.0])?;
/// let sparse = Matrix::from_triplets(2, 3, [(0, 0, 1.0), (1, 1, 3.0), (0, 2, 1.5), (0, 2, 0.5)])?;
/// assert_eq!(dense, sparse);
/// assert_eq!((dense.row_sums(), dense.column_sums(), dense.total()), (&[3.0, 3.0][..], &[1.0, 3.0, 2.0][..], 6.0));
/// assert_eq!(Matrix::from_triplets(1, 1, [(0, 0, -1.0)]), Err(MatrixError::Negative { row: 0, column: 0 }));
/// # Ok::<(), MatrixError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    rows: usize,
    columns: usize,
    /// Row after row.
    values: Vec<f64>,
    row_sums: Vec<f64>,
    column_sums: Vec<f64>,
    total: f64,
}

impl Matrix {
    /// A table of `rows` x `columns` values, row after row.
    ///
    /// # Errors
    /// When there are more or fewer values, or one is missing or negative.
    pub fn from_dense(rows: usize, columns: usize, values: Vec<f64>) -> Result<Self, MatrixError> {
        length(rows.saturating_mul(columns), values.len())?;
        for (cell, value) in values.iter().enumerate() {
            valid(cell / columns, cell % columns, *value)?;
        }
        let row_sums: Vec<f64> = match columns {
            0 => vec![0.0; rows],
            columns => values.chunks_exact(columns).map(|row| row.iter().sum()).collect(),
        };
        let mut column_sums = vec![0.0; columns];
        for (cell, value) in values.iter().enumerate() {
            column_sums[cell % columns] += value;
        }
        let total = row_sums.iter().sum();
        Ok(Self { rows, columns, values, row_sums, column_sums, total })
    }

    /// A table from triplets of row, column and value; those of one cell are added up, and a cell without one is 0.
    ///
    /// # Errors
    /// When a triplet lies outside the table, or its value is missing or negative.
    pub fn from_triplets(
        rows: usize,
        columns: usize,
        triplets: impl IntoIterator<Item = (usize, usize, f64)>,
    ) -> Result<Self, MatrixError> {
        let mut values = vec![0.0; rows.saturating_mul(columns)];
        for (row, column, value) in triplets {
            if row >= rows || column >= columns {
                return Err(MatrixError::Outside { row, column, rows, columns });
            }
            valid(row, column, value)?;
            values[row * columns + column] += value;
        }
        Self::from_dense(rows, columns, values)
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// How many columns there are.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// The cells of a row; a row outside the table panics, as an index does.
    pub fn row(&self, row: usize) -> &[f64] {
        &self.values[row * self.columns..(row + 1) * self.columns]
    }

    /// The value of a cell; a cell outside the table panics, as an index does.
    pub fn get(&self, row: usize, column: usize) -> f64 {
        self.row(row)[column]
    }

    /// The sum of each row.
    pub fn row_sums(&self) -> &[f64] {
        &self.row_sums
    }

    /// The sum of each column.
    pub fn column_sums(&self) -> &[f64] {
        &self.column_sums
    }

    /// The sum of all cells.
    pub fn total(&self) -> f64 {
        self.total
    }

    /// Industries as rows and regions as columns, so that what is measured of regions can be measured of industries.
    #[must_use]
    pub fn transposed(&self) -> Self {
        Self {
            rows: self.columns,
            columns: self.rows,
            values: (0..self.columns).flat_map(|column| (0..self.rows).map(move |row| self.get(row, column))).collect(),
            row_sums: self.column_sums.clone(),
            column_sums: self.row_sums.clone(),
            total: self.total,
        }
    }

    /// Each cell as a share of its row, from 0 to 1; `None` in a row that adds up to 0.
    pub(super) fn shares(&self, row: usize) -> Option<impl Iterator<Item = f64> + Clone> {
        let sum = self.row_sums[row];
        (sum > 0.0).then(|| self.row(row).iter().map(move |value| value / sum))
    }

    /// Each column's share in the nation: of `national`, totals by column, or of the rows taken together.
    ///
    /// # Errors
    /// When there are more or fewer totals than columns, or one is missing or negative.
    pub(super) fn national_shares(&self, national: Option<&[f64]>) -> Result<Vec<Option<f64>>, MatrixError> {
        let totals = national.unwrap_or(&self.column_sums);
        valid_totals(self.columns, totals)?;
        let whole: f64 = totals.iter().sum();
        Ok(totals.iter().map(|total| ratio(*total, whole)).collect())
    }
}

/// Values by region and industry that need not be defined everywhere.
///
/// ```
/// use milieu::measure::matrix::Matrix;
/// use milieu::measure::specialisation::{SpecialisationOptions, location_quotients};
/// let regions = Matrix::from_dense(2, 2, vec![3.0, 1.0, 0.0, 0.0])?;
/// let quotients = location_quotients(&regions, SpecialisationOptions::default())?;
/// assert_eq!(quotients.row(0), [Some(1.0), Some(1.0)]);
/// assert_eq!(quotients.get(1, 0), None);
/// # Ok::<(), milieu::measure::matrix::MatrixError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Cells {
    rows: usize,
    columns: usize,
    values: Vec<Option<f64>>,
}

impl Cells {
    /// `rows` x `columns` values, row after row.
    ///
    /// # Errors
    /// When there are more or fewer values, or one that is there is not a finite number.
    pub fn new(rows: usize, columns: usize, values: Vec<Option<f64>>) -> Result<Self, MatrixError> {
        length(rows.saturating_mul(columns), values.len())?;
        match values.iter().position(|value| value.is_some_and(|value| !value.is_finite())) {
            Some(cell) => Err(MatrixError::Missing { row: cell / columns, column: cell % columns }),
            None => Ok(Self { rows, columns, values }),
        }
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// How many columns there are.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// The cells of a row; a row outside the table panics, as an index does.
    pub fn row(&self, row: usize) -> &[Option<f64>] {
        &self.values[row * self.columns..(row + 1) * self.columns]
    }

    /// The value of a cell; a cell outside the table panics, as an index does.
    pub fn get(&self, row: usize, column: usize) -> Option<f64> {
        self.row(row)[column]
    }
}

pub(super) fn length(expected: usize, found: usize) -> Result<(), MatrixError> {
    if expected == found { Ok(()) } else { Err(MatrixError::Length { expected, found }) }
}

/// Whether there are as many totals as are needed, each finite and not negative.
pub(super) fn valid_totals(expected: usize, totals: &[f64]) -> Result<(), MatrixError> {
    length(expected, totals.len())?;
    match totals.iter().position(|total| !total.is_finite() || *total < 0.0) {
        Some(place) => Err(MatrixError::Total { place }),
        None => Ok(()),
    }
}

fn valid(row: usize, column: usize, value: f64) -> Result<(), MatrixError> {
    match value {
        value if !value.is_finite() => Err(MatrixError::Missing { row, column }),
        value if value < 0.0 => Err(MatrixError::Negative { row, column }),
        _ => Ok(()),
    }
}

/// Matrix A of the documentation of `EconGeo` (P.-A. Balland, 2017): five regions by five industries.
#[cfg(test)]
pub(super) fn matrix_a() -> Matrix {
    let rows = [
        [100.0, 0.0, 0.0, 0.0, 0.0],
        [0.0, 15.0, 5.0, 70.0, 10.0],
        [0.0, 20.0, 10.0, 20.0, 50.0],
        [0.0, 25.0, 30.0, 5.0, 40.0],
        [0.0, 40.0, 55.0, 5.0, 0.0],
    ];
    Matrix::from_dense(5, 5, rows.concat()).unwrap()
}

/// Any small table, some of its rows and columns empty.
#[cfg(test)]
pub(super) fn any_matrix() -> impl proptest::strategy::Strategy<Value = Matrix> {
    use proptest::prelude::*;
    let cell = prop_oneof![2 => Just(0.0), 3 => (1u32..1000).prop_map(f64::from)];
    (1usize..8, 1usize..8).prop_flat_map(move |(rows, columns)| {
        prop::collection::vec(cell.clone(), rows * columns)
            .prop_map(move |values| Matrix::from_dense(rows, columns, values).unwrap())
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_cannot_be_taken_is_refused() {
        assert_eq!(Matrix::from_dense(1, 2, vec![1.0]), Err(MatrixError::Length { expected: 2, found: 1 }));
        let missing = Err(MatrixError::Missing { row: 1, column: 0 });
        assert_eq!(Matrix::from_dense(2, 1, vec![1.0, f64::NAN]), missing);
        assert_eq!(Matrix::from_triplets(2, 1, [(1, 0, f64::INFINITY)]), missing);
        let outside = Err(MatrixError::Outside { row: 2, column: 0, rows: 2, columns: 1 });
        assert_eq!(Matrix::from_triplets(2, 1, [(2, 0, 1.0)]), outside);
        let regions = Matrix::from_dense(1, 1, vec![1.0]).unwrap();
        assert_eq!(regions.national_shares(Some(&[-1.0])), Err(MatrixError::Total { place: 0 }));
        assert!(Cells::new(1, 1, vec![]).is_err());
        assert_eq!(Cells::new(2, 1, vec![None, Some(f64::NAN)]), Err(MatrixError::Missing { row: 1, column: 0 }));
    }

    #[test]
    fn a_table_without_cells_is_a_table() {
        for (rows, columns) in [(0, 0), (0, 3), (3, 0)] {
            let none = Matrix::from_dense(rows, columns, vec![]).unwrap();
            assert_eq!((none.row_sums().len(), none.column_sums().len(), none.total()), (rows, columns, 0.0));
            assert_eq!(none.transposed().rows(), columns);
        }
    }

    proptest! {
        #[test]
        fn turned_twice_is_the_same(matrix in any_matrix()) {
            prop_assert_eq!(&matrix.transposed().transposed(), &matrix);
        }
    }
}
