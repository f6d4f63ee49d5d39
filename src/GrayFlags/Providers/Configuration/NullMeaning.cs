namespace GrayFlags.Providers.Configuration;

/// <summary>The meaning that a layer gives to a null where a list may stand.</summary>
internal enum NullMeaning
{
    /// <summary>Null or <c>{}</c>: an empty list is an empty text.</summary>
    Null,

    /// <summary>Most likely an empty list.</summary>
    EmptyList,

    /// <summary>Null, or an empty list: nobody knows.</summary>
    Unknown,
}
