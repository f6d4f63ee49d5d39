namespace GrayFlags.Dashboard.Wire;

/// <summary>The shares of answers, from 0 to 1.</summary>
/// <param name="On">Of those with the flag on.</param>
/// <param name="Off">Of those with the flag off.</param>
internal sealed record SharesView(double On, double Off);
