using Microsoft.AspNetCore.Razor.TagHelpers;

namespace GrayFlags.AspNetCore;

/// <summary>
/// Shows what it holds to those for whom a flag is on: <c>&lt;gray flag="new-banner"&gt;…&lt;/gray&gt;</c>. What is not shown is not run either.
/// </summary>
/// <param name="flags">The rules that the request has pinned.</param>
[HtmlTargetElement("gray", Attributes = "flag")]
public sealed class GrayTagHelper(IGrayEvaluatorSnapshot flags) : TagHelper
{
    /// <summary>The flag's name; a flag that does not exist is off.</summary>
    public string? Flag { get; set; }

    /// <summary>The variant that must be served; null for any or none.</summary>
    public string? Variant { get; set; }

    /// <summary>Shows it to the others instead. Default: false.</summary>
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
