using System.Reflection;
using System.Text.Json;

/// <summary>Members of newer frameworks that tests use, for their run on an older one.</summary>
internal static class NewerMembers
{
    extension(Convert)
    {
        public static string ToHexStringLower(byte[] bytes) => Convert.ToHexString(bytes).ToLowerInvariant();
    }

    extension(GenericParameterAttributes)
    {
        public static GenericParameterAttributes AllowByRefLike => (GenericParameterAttributes)0x20;
    }

    extension(JsonElement)
    {
        public static JsonElement Parse(string json) => JsonSerializer.Deserialize<JsonElement>(json);
    }

    extension(JsonSerializerOptions options)
    {
        /// <summary>The end of a line, which is the system's here: the tests run on Linux.</summary>
        public string NewLine
        {
            set => ArgumentOutOfRangeException.ThrowIfNotEqual(value, Environment.NewLine);
        }
    }

    extension<TSource>(IEnumerable<TSource> source)
    {
        public IEnumerable<(int Index, TSource Item)> Index() => source.Select((item, index) => (index, item));

        public IEnumerable<KeyValuePair<TKey, int>> CountBy<TKey>(Func<TSource, TKey> key) =>
            source.GroupBy(key).Select(group => KeyValuePair.Create(group.Key, group.Count()));
    }
}
