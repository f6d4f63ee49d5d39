namespace GrayFlags.Documents;

/// <summary>The schema's fields, object by object. The reader and the writer know no other names.</summary>
internal static class Fields
{
    public static readonly FieldSet Document = new("$schema", "schemaVersion", "version", "issuedAt", "description", "metadata", "off", "segments", "flags");

    public static readonly FieldSet Segment = new("description", "metadata", "users", "segments", "regions", "except") { NotYet = ["when"] };

    public static readonly FieldSet Membership = new("users", "segments", "regions") { NotYet = ["when"] };

    public static readonly FieldSet Flag = new("description", "owner", "expires", "tags", "metadata", "enabled", "rules", "default", "variants") { NotYet = ["rollout"] };

    public static readonly FieldSet Rule = new("description", "metadata", "enabled", "priority", "serve", "except", "users", "segments", "regions", "window", "percentage", "requires", "environments", "instances")
    {
        NotYet = ["when", "custom"],
    };

    public static readonly FieldSet Conditions = new("users", "segments", "regions", "window", "percentage", "requires", "environments", "instances")
    {
        NotYet = ["when", "custom"],
    };

    public static readonly FieldSet Percentage = new("of", "by", "salt", "from") { NotYet = ["ramp", "shape", "hash"] };

    public static readonly FieldSet Window = new("start", "end") { NotYet = ["recurrence", "timeZone"] };

    public static readonly FieldSet Variant = new("weight", "value");
}
