namespace GrayFlags.Telemetry;

/// <summary>The names of OpenTelemetry's semantic conventions for feature flags (status: development).</summary>
internal static class TelemetryNames
{
    public const string EventName = "feature_flag.evaluation";
    public const string Key = "feature_flag.key";
    public const string Variant = "feature_flag.result.variant";
    public const string Reason = "feature_flag.result.reason";
    public const string Provider = "feature_flag.provider.name";
    public const string Version = "feature_flag.version";
    public const string ContextId = "feature_flag.context.id";
    public const string ErrorType = "error.type";

    public static string Of(DecisionReason reason) => reason switch
    {
        DecisionReason.TargetingMatch => "targeting_match",
        DecisionReason.Split => "split",
        DecisionReason.Static => "static",
        DecisionReason.Disabled => "disabled",
        DecisionReason.Default => "default",
        DecisionReason.Override => "override",
        DecisionReason.RolledBack => "rolled_back",
        DecisionReason.Removed => "removed",
        _ => "error",
    };

    public static string Of(DecisionError error) => error switch
    {
        DecisionError.NotReady => "provider_not_ready",
        DecisionError.FlagNotFound => "flag_not_found",
        DecisionError.TypeMismatch => "type_mismatch",
        DecisionError.TargetingKeyMissing => "targeting_key_missing",
        DecisionError.AttributeUnreadable => "invalid_context",
        _ => "",
    };
}
