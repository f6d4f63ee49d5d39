namespace GrayFlags.Tests.Architecture.PublicApi.Sample;

public delegate TAnswer? SampleAnswer<TAnswer>(string? question, params int[] numbers)
    where TAnswer : struct;
