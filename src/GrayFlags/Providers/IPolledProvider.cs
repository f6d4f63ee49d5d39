namespace GrayFlags.Providers;

/// <summary>A provider that hears from its source at regular times, so that silence means that something is wrong.</summary>
internal interface IPolledProvider
{
    /// <summary>The longest silence while all is well, or while it retries as it should.</summary>
    TimeSpan MaxSilence { get; }
}
