//! Weighted least squares over few columns and many rows, by the normal equations.

use super::work::{Stopped, Work};

/// Columns of a design at most; what is not used is 0.
pub(super) const MOST: usize = 4;

/// A row of the design.
pub(super) type Row = [f64; MOST];

/// A symmetric matrix of as many rows and columns as the design has columns.
pub(super) type Square = Vec<Vec<f64>>;

/// The sum over all rows of `weight` x x', and of `weight` x y; the numbers of both are given by row.
///
/// They are added up in chunks that do not depend on the number of threads.
pub(super) fn moments(
    columns: usize,
    rows: usize,
    row: impl Fn(usize) -> (Row, f64, f64) + Sync,
    work: &Work<'_>,
) -> Result<(Square, Vec<f64>), Stopped> {
    let zero = || (vec![vec![0.0; columns]; columns], vec![0.0; columns]);
    let chunks = work.chunks(rows, CHUNK, |chunk| {
        let (mut square, mut side) = zero();
        for place in chunk {
            let (x, weight, y) = row(place);
            for one in 0..columns {
                side[one] += weight * x[one] * y;
                for other in 0..columns {
                    square[one][other] += weight * x[one] * x[other];
                }
            }
        }
        (square, side)
    })?;
    Ok(chunks.into_iter().fold(zero(), |(mut square, mut side), (more, aside)| {
        side.iter_mut().zip(aside).for_each(|(sum, more)| *sum += more);
        square.iter_mut().flatten().zip(more.into_iter().flatten()).for_each(|(sum, more)| *sum += more);
        (square, side)
    }))
}

/// Rows of a chunk.
const CHUNK: usize = 16_384;

/// The inverse of a symmetric positive definite matrix by Cholesky's factors; `None` where a column is, but for rounding, a
/// combination of those before it.
pub(super) fn inverse(square: &Square) -> Option<Square> {
    let size = square.len();
    let mut lower = vec![vec![0.0; size]; size];
    for row in 0..size {
        for column in 0..=row {
            let known: f64 = (0..column).map(|k| lower[row][k] * lower[column][k]).sum();
            let rest = square[row][column] - known;
            if row == column {
                if rest.is_nan() || rest <= square[row][row] * 1e-10 {
                    return None;
                }
                lower[row][row] = rest.sqrt();
            } else {
                lower[row][column] = rest / lower[column][column];
            }
        }
    }
    let columns: Vec<Vec<f64>> = (0..size).map(|unit| solved(&lower, unit)).collect();
    Some(columns)
}

/// The solution for one column of the identity.
fn solved(lower: &Square, unit: usize) -> Vec<f64> {
    let size = lower.len();
    let mut solution = vec![0.0; size];
    for row in 0..size {
        let known: f64 = (0..row).map(|k| lower[row][k] * solution[k]).sum();
        let wanted = if row == unit { 1.0 } else { 0.0 };
        solution[row] = (wanted - known) / lower[row][row];
    }
    for row in (0..size).rev() {
        let known: f64 = (row + 1..size).map(|k| lower[k][row] * solution[k]).sum();
        solution[row] = (solution[row] - known) / lower[row][row];
    }
    solution
}

/// A matrix times a vector.
pub(super) fn times(square: &Square, vector: &[f64]) -> Vec<f64> {
    square.iter().map(|row| row.iter().zip(vector).map(|(cell, value)| cell * value).sum()).collect()
}

/// The diagonal of A B A, of symmetric A and B.
pub(super) fn sandwich(outer: &Square, inner: &Square) -> Vec<f64> {
    outer.iter().map(|row| times(inner, row).iter().zip(row).map(|(one, other)| one * other).sum()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// By hand: of 4 2 / 2 3, with the determinant 8.
    #[test]
    fn by_hand() {
        let found = inverse(&vec![vec![4.0, 2.0], vec![2.0, 3.0]]).unwrap();
        for (found, expected) in found.concat().iter().zip([0.375, -0.25, -0.25, 0.5]) {
            assert!((found - expected).abs() < 1e-12);
        }
        assert_eq!(inverse(&vec![vec![1.0, 2.0], vec![2.0, 4.0]]), None);
        assert_eq!(inverse(&vec![vec![f64::NAN]]), None);
        assert!((sandwich(&found, &vec![vec![1.0, 0.0], vec![0.0, 2.0]])[0] - 0.265_625).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn times_the_inverse_is_the_identity(rows in prop::collection::vec(prop::array::uniform4(-9i8..9), 4..20)) {
            let row = |place: usize| (rows[place].map(f64::from), 1.0, 0.0);
            let (square, _) = moments(4, rows.len(), row, &Work::unwatched()).unwrap();
            if let Some(inverse) = inverse(&square) {
                for (unit, column) in inverse.iter().enumerate() {
                    for (row, value) in times(&square, column).into_iter().enumerate() {
                        let expected = if row == unit { 1.0 } else { 0.0 };
                        prop_assert!((value - expected).abs() < 1e-6);
                    }
                }
            }
        }
    }
}
