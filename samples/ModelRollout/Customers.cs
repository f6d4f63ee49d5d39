using GrayFlags;

namespace ModelRollout;

/// <summary>Customers who ask when their parcels arrive, three hundred a second, and some who say what they think of the answer.</summary>
internal sealed class Customers(IGrayEvaluator flags, IGrayFeedback feedback, EtaModels models)
{
    private const int PerSecond = 300;
    private const double Answering = 0.1;

    private static readonly UpgradeOptions<double> Options = new()
    {
        OnUpgradedError = UpgradeFallback.ToOriginal,
        IsFreeOfSideEffects = true,
        Equal = (original, upgraded) => Math.Abs(original - upgraded) < 0.1 * original,
    };

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private int _next;

    public async Task AskForASecondAsync(CancellationToken cancellationToken)
    {
        for (var asked = 0; asked < PerSecond; asked++)
        {
            // Nobody waits for one who gets no answer.
            _ = AskAsync(new GrayContext($"customer-{_next++}"), cancellationToken);
            if (asked % (PerSecond / 20) == 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(45), cancellationToken);
            }
        }
    }

    private async Task AskAsync(GrayContext customer, CancellationToken cancellationToken)
    {
        var parcel = new Parcel(Random.Shared.Next(20, 2_000), Random.Shared.Next(1, 6));
        var isPleased = true;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await flags.UpgradeAsync(
                "eta-model", customer, token => models.OriginalAsync(parcel, token), token => models.UpgradedAsync(parcel, token), Options, patience.Token);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            isPleased = false;
        }

        if (Random.Shared.NextDouble() < Answering)
        {
            await feedback.ReportAsync("eta-model", customer, new GrayFeedback { Score = isPleased ? 0.8 : 0.2, Negative = !isPleased }, cancellationToken);
        }
    }
}
