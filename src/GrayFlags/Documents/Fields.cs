namespace GrayFlags.Documents;

/// <summary>The schema's fields, object by object. The reader and the writer know no other names.</summary>
internal static class Fields
{
    public static readonly FieldSet Document = new("$schema", "schemaVersion", "version", "issuedAt", "description", "metadata", "off", "segments", "flags");

    public static readonly FieldSet Segment = new("description", "metadata", "users", "segments", "regions", "when", "except");

    public static readonly FieldSet Membership = new("users", "segments", "regions", "when");

    public static readonly FieldSet Flag = new("description", "owner", "expires", "tags", "metadata", "enabled", "rules", "default", "variants") { NotYet = ["rollout"] };

    public static readonly FieldSet Rule = new("description", "metadata", "enabled", "priority", "serve", "except", "users", "segments", "regions", "when", "window", "percentage", "requires", "environments", "instances", "custom");

    public static readonly FieldSet Conditions = new("users", "segments", "regions", "when", "window", "percentage", "requires", "environments", "instances", "custom");

    /// <summary>The operators of <c>when</c>.</summary>
    public static readonly FieldSet Attribute = new(
        "in", "notIn", "eq", "ne", "gt", "gte", "lt", "lte", "contains", "startsWith", "endsWith", "matches", "before", "after", "semver", "cidr", "exists");

    public static readonly FieldSet Percentage = new("of", "by", "salt", "from", "overlap", "ramp", "shape") { NotYet = ["hash"] };

    public static readonly FieldSet RampPoint = new("at", "of");

    public static readonly FieldSet Window = new("start", "end", "timeZone", "recurrence", "days", "from", "to");

    public static readonly FieldSet Recurrence = new("every", "interval", "days", "from", "to", "firstDayOfWeek", "until", "count");

    public static readonly FieldSet Variant = new("weight", "value");
}
