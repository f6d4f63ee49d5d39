namespace ModelRollout;

/// <summary>
/// Two models that estimate in how many hours a parcel arrives. They stand for calls across a network: they take their time, and fail now and then.
/// </summary>
internal sealed class EtaModels
{
    private const double UsualFailures = 0.01;
    private const double BrokenFailures = 0.3;

    // The tests of a sample are people who look at it: the same parcels every time help nobody.
    private readonly Random _random = Random.Shared;

    /// <summary>Whether the new model is broken: a switch for whoever watches.</summary>
    public bool IsNewModelBroken { get; set; }

    /// <summary>Whether the new model never answers.</summary>
    public bool IsNewModelHanging { get; set; }

    public Task<double> OriginalAsync(Parcel parcel, CancellationToken cancellationToken) =>
        AnswerAsync((parcel.Kilometres / 60) + (3 * parcel.Stops), 8, UsualFailures, cancellationToken);

    public async Task<double> UpgradedAsync(Parcel parcel, CancellationToken cancellationToken)
    {
        if (IsNewModelHanging)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }

        return await AnswerAsync(
            (parcel.Kilometres / 61) + (2.95 * parcel.Stops), IsNewModelBroken ? 40 : 7, IsNewModelBroken ? BrokenFailures : UsualFailures, cancellationToken);
    }

    private async Task<double> AnswerAsync(double hours, int milliseconds, double failures, CancellationToken cancellationToken)
    {
        await Task.Delay(milliseconds + _random.Next(milliseconds), cancellationToken);
        return _random.NextDouble() < failures ? throw new TimeoutException("The model did not answer.") : hours;
    }
}
