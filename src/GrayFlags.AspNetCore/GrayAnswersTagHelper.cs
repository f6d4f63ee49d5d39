using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace GrayFlags.AspNetCore;

/// <summary>
/// Writes the answers of the flags with <c>"clientSide": true</c> into a page, for its first paint: <c>&lt;gray-answers id="flags" /&gt;</c> becomes a
/// <c>script</c> of type <c>application/json</c>, which no browser runs.
/// </summary>
[HtmlTargetElement("gray-answers", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class GrayAnswersTagHelper : TagHelper
{
    /// <summary>The page.</summary>
    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext? ViewContext { get; set; }

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (ViewContext is null)
        {
            throw new InvalidOperationException("There is no page around the tag helper.");
        }

        output.TagName = "script";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("type", "application/json");
        output.Content.SetHtmlContent(ViewContext.HttpContext.GetGrayAnswersJson());
    }
}
