using Microsoft.AspNetCore.Razor.TagHelpers;

namespace GrayFlags.AspNetCore;

/// <summary>
/// Renders its content for users with a flag on: <c>&lt;gray flag="new-banner"&gt;…&lt;/gray&gt;</c>. Otherwise the content does not run either.
/// </summary>
/// <param name="flags">The request's pinned rules.</param>
[HtmlTargetElement("gray", Attributes = "flag")]
public sealed class GrayTagHelper(IGrayEvaluatorSnapshot flags) : TagHelper
{
    /// <summary>The flag's name; a flag that does not exist is off.</summary>
    public string? Flag { get; set; }

    /// <summary>The variant that must be served; null to accept any.</summary>
    public string? Variant { get; set; }

    /// <summary>Inverts the condition. Default: false.</summary>
    public bool Negate { get; set; }

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);

        output.TagName = null;
        var decision = flags.Evaluate(Flag ?? "");
        var isMeant = decision.Enabled && (Variant is null || string.Equals(Variant, decision.Variant, StringComparison.OrdinalIgnoreCase));
        if (isMeant == Negate)
        {
            output.SuppressOutput();
        }
    }
}
