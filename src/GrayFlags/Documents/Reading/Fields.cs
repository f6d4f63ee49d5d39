using GrayFlags.Documents.Problems;

namespace GrayFlags.Documents.Reading;

/// <summary>The schema's fields, object by object. The reader and the writer know no other names.</summary>
internal static class Fields
{
    public static readonly FieldSet Document =
        new("$schema", "schemaVersion", "version", "issuedAt", "description", "metadata", "off", "segments", "flags") { Hints = FieldHints.OfDocument };

    public static readonly FieldSet Segment = new(["description", "metadata", .. ConditionField.OfSegments, "except"]);

    public static readonly FieldSet Membership = new([.. ConditionField.OfSegments]);

    public static readonly FieldSet Flag =
        new("description", "owner", "expires", "tags", "metadata", "clientSide", "enabled", "rules", "rollout", "default", "variants", "allocation", "whenOff")
        {
            Hints = FieldHints.OfFlag,
        };

    public static readonly FieldSet Rule =
        new(["description", "metadata", "enabled", "priority", "serve", "allocation", "except", .. ConditionField.OfRules]);

    public static readonly FieldSet Conditions = new([.. ConditionField.OfRules]);

    /// <summary>An object of <c>any</c>, <c>all</c> or <c>not</c>.</summary>
    public static readonly FieldSet Nested = new([.. ConditionField.OfRules]);

    public static readonly FieldSet Allocation = new(["variant", .. ConditionField.OfRules]);

    /// <summary>The operators of <c>when</c>.</summary>
    public static readonly FieldSet Attribute = new([.. OperatorField.All]);

    public static readonly FieldSet Percentage =
        new("of", "by", "salt", "from", "overlap", "ramp", "shape", "hash", "outOf", "fallbacks", "ifMissing", "ignoreCase");

    public static readonly FieldSet RampPoint = new("at", "of");

    public static readonly FieldSet Window = new(["start", "end", "timeZone", "recurrence", .. RecurrenceField.OfWindows]);

    public static readonly FieldSet Recurrence = new([.. RecurrenceField.All]);

    public static readonly FieldSet Variant = new("weight", "enabled", "value");

    public static readonly FieldSet Rollout = new(
        "id", "start", "audience", "by", "salt", "order", "rank", "serve", "stages", "ramp", "guards", "risk", "settle", "evidence", "health", "onRollback",
        "feedback", "onMaxHold");

    public static readonly FieldSet Audience = new([.. ConditionField.OfAudience, "except"]);

    public static readonly FieldSet AudienceExcept = new([.. ConditionField.OfAudience]);

    public static readonly FieldSet Stage = new("name", "percentage", "share", "regions", "shadow", "hold", "maxHold", "minSamples", "advance", "window");

    public static readonly FieldSet RolloutRamp = new("from", "to", "over");

    public static readonly FieldSet Guard =
        new("metric", "kind", "quantile", "compare", "max", "tolerance", "onBreach", "count", "notEnded", "afterCompletion");

    public static readonly FieldSet Tolerance = new("relative", "absolute");

    public static readonly FieldSet Evidence = new("delta", "risk");

    public static readonly FieldSet Health = new("splitMismatch", "silentArm", "noData", "noDataAfter");

    public static readonly FieldSet Rollback = new("resume", "cooldown", "maxAttempts");

    public static readonly FieldSet Feedback = new("removeWhen", "for");

    public static readonly FieldSet Removal = new("negative", "scoreBelow");
}
