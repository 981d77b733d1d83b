//! Small systems of equations.

/// z' V⁻ z and the rank of V, for a symmetric V without negative directions and a z that lies in
/// its range: Cholesky's decomposition with the largest pivot first. What is left of a pivot below
/// one in 10^9 of what it began with counts as nothing.
pub(crate) fn quadratic_form(v: &[Vec<f64>], z: &[f64]) -> (f64, u32) {
    let n = z.len();
    let mut v = v.to_vec();
    let mut z = z.to_vec();
    let least: Vec<f64> = (0..n).map(|it| v[it][it] * 1e-9).collect();
    let mut open: Vec<usize> = (0..n).collect();
    let (mut sum, mut rank) = (0.0, 0);
    loop {
        open.retain(|&it| v[it][it] > least[it]);
        let Some(&pivot) = open
            .iter()
            .max_by(|a, b| v[**a][**a].total_cmp(&v[**b][**b]))
        else {
            return (sum, rank);
        };
        open.retain(|&it| it != pivot);
        let (row, height) = (v[pivot].clone(), v[pivot][pivot]);
        sum += z[pivot] * z[pivot] / height;
        rank += 1;
        for &i in &open {
            let share = row[i] / height;
            z[i] -= share * z[pivot];
            for &j in &open {
                v[i][j] -= share * row[j];
            }
        }
    }
}

/// Coefficients that bring columns nearest to a target.
pub(crate) struct Nearest {
    pub(crate) coefficients: Vec<f64>,
    /// (X' X)⁻¹.
    pub(crate) inverse: Vec<Vec<f64>>,
}

/// Least squares by Gram and Schmidt's way, column by column, which keeps the digits that the normal
/// equations square away. Nothing when a column follows from those before it.
pub(crate) fn least_squares(columns: &[Vec<f64>], target: &[f64]) -> Option<Nearest> {
    let n = columns.len();
    let mut q = columns.to_vec();
    let mut r = vec![vec![0.0; n]; n];
    let mut rest = target.to_vec();
    let mut along = vec![0.0; n];
    for j in 0..n {
        let length = dot(&q[j], &q[j]).sqrt();
        let before = dot(&columns[j], &columns[j]).sqrt();
        if length.is_nan() || length <= 1e-10 * before {
            return None;
        }
        r[j][j] = length;
        let unit: Vec<f64> = q[j].iter().map(|it| it / length).collect();
        for k in j + 1..n {
            r[j][k] = dot(&unit, &q[k]);
            take(&mut q[k], r[j][k], &unit);
        }
        along[j] = dot(&unit, &rest);
        take(&mut rest, along[j], &unit);
    }
    let roots = invert_triangle(&r);
    let coefficients = roots.iter().map(|row| dot(row, &along)).collect();
    let inverse = roots
        .iter()
        .map(|a| roots.iter().map(|b| dot(a, b)).collect())
        .collect();
    Some(Nearest {
        coefficients,
        inverse,
    })
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn take(from: &mut [f64], times: f64, what: &[f64]) {
    for (from, what) in from.iter_mut().zip(what) {
        *from -= times * what;
    }
}

/// The inverse of a matrix that has nothing below its diagonal.
fn invert_triangle(r: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let n = r.len();
    let mut inverse = vec![vec![0.0; n]; n];
    for column in 0..n {
        inverse[column][column] = 1.0 / r[column][column];
        for row in (0..column).rev() {
            let sum: f64 = (row + 1..=column)
                .map(|it| r[row][it] * inverse[it][column])
                .sum();
            inverse[row][column] = -sum / r[row][row];
        }
    }
    inverse
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_direction_without_variance_is_left_out() {
        // Groups that share 2 events evenly; the third has nobody.
        let v = [
            vec![0.5, -0.5, 0.0],
            vec![-0.5, 0.5, 0.0],
            vec![0.0, 0.0, 0.0],
        ];
        let (form, rank) = quadratic_form(&v, &[1.0, -1.0, 0.0]);
        assert!((form - 2.0).abs() < 1e-15);
        assert_eq!(rank, 1);
    }

    #[test]
    fn a_line_through_points_on_it_is_found() {
        let columns = [vec![1.0; 4], vec![0.0, 1.0, 2.0, 3.0]];
        let found = least_squares(&columns, &[5.0, 7.0, 9.0, 11.0]).unwrap();
        assert!((found.coefficients[0] - 5.0).abs() < 1e-13);
        assert!((found.coefficients[1] - 2.0).abs() < 1e-13);
        // X' X is [4, 6; 6, 14], and its determinant 20.
        assert!((found.inverse[0][1] + 0.3).abs() < 1e-14);
        let twice = [vec![1.0, 2.0, 3.0], vec![2.0, 4.0, 6.0]];
        assert!(least_squares(&twice, &[1.0; 3]).is_none());
    }

    #[test]
    fn a_full_matrix_is_inverted() {
        let v = [vec![4.0, 1.0], vec![1.0, 3.0]];
        let (form, rank) = quadratic_form(&v, &[1.0, 2.0]);
        // The inverse is [3, -1; -1, 4] / 11.
        assert!((form - 15.0 / 11.0).abs() < 1e-15);
        assert_eq!(rank, 2);
    }
}
